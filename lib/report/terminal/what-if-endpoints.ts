/** Renders which interface endpoints can go once the VPC has IPv6, what that saves, and what it is not about. */
import { plainText } from '../../../lambda/report/plain-text.ts';
import { count } from '../../count.ts';
import { usd } from '../../prices/usd.ts';
import type { EndpointAnswer, WhatIf, WhatIfEndpoints } from '../inputs/what-if.ts';
import type { Paint } from './paint.ts';
import { wrapped } from './wrap.ts';

const WORDS: Readonly<Record<EndpointAnswer['answer'], readonly ['green' | 'red' | 'yellow', string]>> = {
  'can-go': ['green', 'can go'],
  needed: ['red', 'needed'],
  unknown: ['yellow', 'unknown'],
};

/** Beside the money for NAT gateways, if there are any; the answers hold once the changes are made. */
export function renderEndpoints(
  { answers, savedMonthUsd, savedYearUsd, limits }: WhatIfEndpoints,
  { changes, money }: Pick<WhatIf, 'changes' | 'money'>,
  columns: number,
  paint: Paint,
): string {
  return [
    `${paint('bold', 'interface endpoints')}${changes.length > 0 ? ' once the changes above are made' : ''}, in USD a month`,
    ...answers.flatMap((answer) => renderAnswer(answer, columns, paint)),
    `  saved   ${paint('bold', usd(savedMonthUsd))}, ${usd(savedYearUsd)} a year${money ? ', beside what the NAT gateways save' : ''}`,
    wrapped(`  not covered: ${limits.join('; ')}`, columns, '    '),
  ].join('\n');
}

function renderAnswer(answer: EndpointAnswer, columns: number, paint: Paint): string[] {
  const { logicalId, serviceName, because, remedy } = answer;
  const [style, word] = WORDS[answer.answer];
  const name = `${paint('bold', plainText(logicalId))} (${plainText(shortService(serviceName))})`;
  const head = `  ${paint(style, word.padEnd(7))} ${name}, ${priceWords(answer)}`;
  return [
    wrapped(head, columns, '          '),
    wrapped(`          ${plainText(because, 1_000)}`, columns, '          '),
    ...(remedy === null ? [] : [wrapped(`          → ${plainText(remedy, 1_000)}`, columns, '            ')]),
  ];
}

/** `sqs` of `com.amazonaws.us-west-2.sqs`. */
function shortService(serviceName: string): string {
  return serviceName.replace(/^(?:cn\.)?com\.amazonaws\.[^.]+\./, '');
}

function priceWords({ zones, monthUsd }: EndpointAnswer): string {
  if (zones === null || monthUsd === null) return 'price unknown';
  return `${usd(monthUsd)} in ${count(zones, 'zone')}`;
}
