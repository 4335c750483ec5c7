/** What to add to the code: once for all targets that need the same, in the languages of their workloads. */
import { plainText } from '../../../lambda/report/plain-text.ts';
import type { WhatIfAdvice, WhatIfRow } from '../inputs/what-if.ts';
import { fitted } from './fitted.ts';
import type { Paint } from './paint.ts';
import { wrapped } from './wrap.ts';

export function renderLines(rows: readonly WhatIfRow[], columns: number, paint: Paint): string[] {
  const groups = Map.groupBy(
    rows.filter(({ line }) => line !== null),
    ({ line, advice }) => JSON.stringify([line, advice?.lines]),
  );
  if (groups.size === 0) return [];
  const items = [...groups.values()].map((group) => renderGroup(group, columns, paint));
  return [
    [`${paint('bold', 'code')} (after the slash: the way of code with this line)`, ...items].join('\n'),
  ];
}

function renderGroup(group: readonly WhatIfRow[], columns: number, paint: Paint): string {
  const line = group[0]?.line ?? '';
  const targets = [...new Set(group.map(({ target }) => target.replace(/^https:\/\//, '')))].join(', ');
  const traps = new Set(group.flatMap(({ advice }) => advice?.traps ?? []));
  return [
    fitted(`  ${paint('bold', plainText(line, 1_000))}`, columns),
    fitted(wrapped(`    ${plainText(targets, 1_000)}`, columns, '    '), columns),
    ...(group[0]?.advice?.lines ?? []).flatMap((each) => renderLanguage(each, line)),
    ...[...traps].map((trap) =>
      fitted(wrapped(`    ! ${plainText(trap, 1_000)}`, columns, '      '), columns),
    ),
  ].join('\n');
}

/** Code is never broken: it is there to be copied. */
function renderLanguage({ title, client, all }: WhatIfAdvice['lines'][number], line: string): string[] {
  const named = [
    { whose: 'one client', code: client },
    { whose: 'all clients', code: all },
  ].filter(({ code }) => code !== line);
  return named.flatMap(({ whose, code }) => [
    `    ${title}, ${whose}:`,
    ...code.split('\n').map((each) => `      ${each}`),
  ]);
}
