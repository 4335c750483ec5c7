/** The advice of `what-if`: in the language of the workloads, with what may keep their code on IPv4 all the same. */
import { describe, expect, test } from 'vitest';
import { DUAL_STACK_LINE } from '../../lambda/report/catalogue/dual-stack-name.ts';
import type { WhatIfAnswer } from '../../lib/report/inputs/what-if.ts';
import {
  LANGUAGE_NAMES,
  LANGUAGES,
  type LanguageName,
  languageOfRuntime,
  trapsOf,
} from '../../lib/report/languages.ts';
import { whatIfMarkdown } from '../../lib/report/markdown/what-if.ts';
import { renderWhatIf } from '../../lib/report/terminal/what-if.ts';
import { withAdvice } from '../../lib/report/what-if-advice.ts';

const SQS = 'sqs.us-west-2.amazonaws.com';
const KMS = 'kms.us-west-2.amazonaws.com';

const ANSWER: WhatIfAnswer = {
  target: `https://${SQS}`,
  caller: 'code',
  foundIn: [],
  workloads: ['Api in Private'],
  logicalIds: ['Api'],
  subnetIds: [],
  today: 'nat',
  behindNat: true,
  withoutNat: { unchanged: 'none', dualStack: 'none' },
  withIpv6: { unchanged: 'none', dualStack: 'eigw' },
  needs: 'network-and-code',
  line: DUAL_STACK_LINE,
  cause: null,
};

/** Carried by an endpoint at its default name; its dual-stack name has no way. */
const CARRIED: WhatIfAnswer = {
  ...ANSWER,
  target: `https://${KMS}`,
  withIpv6: { unchanged: 'vpc-endpoint', dualStack: 'none' },
  needs: 'nothing',
  line: null,
};

function advised(
  answers: readonly WhatIfAnswer[],
  languages: Readonly<Record<string, LanguageName>> = { Api: 'javascript', Job: 'python' },
) {
  return withAdvice(answers, {
    languageOf: (id) => (id === null ? 'environment' : (languages[id] ?? 'environment')),
    isService: (host) => host === SQS || host === KMS,
  });
}

describe('the language of a runtime', () => {
  test.each([
    ['python3.13', 'python'],
    ['nodejs22.x', 'javascript'],
    ['java21', 'java'],
    ['dotnet8', 'dotnet'],
    ['go1.x', 'go'],
    ['provided.al2023', 'environment'],
    ['ruby3.3', 'environment'],
    [null, 'environment'],
  ])('%s is %s', (runtime, language) => {
    expect(languageOfRuntime(runtime)).toBe(language);
  });
});

describe('the table', () => {
  test.each(LANGUAGE_NAMES)('has a line for one client and for all of %s', (name) => {
    const { client, all } = LANGUAGES[name];
    for (const line of [client, all]) expect(line).toMatch(/dual_?stack/i);
  });

  test('takes its variable for the line that what-if asks for', () => {
    expect(LANGUAGES.environment.all).toBe(DUAL_STACK_LINE);
  });

  test('knows which SDK calls the host in QueueUrl, and that all have STS', () => {
    expect(trapsOf('javascript', SQS).join()).toContain('useQueueUrlAsEndpoint: false');
    expect(trapsOf('python', SQS).join()).not.toContain('QueueUrl');
    for (const name of LANGUAGE_NAMES)
      expect(trapsOf(name, 'sts.us-west-2.amazonaws.com').join()).toContain('sts.amazonaws.com is global');
  });
});

describe('a row', () => {
  test('has the lines of each language of its workloads, once', () => {
    const [row] = advised([{ ...ANSWER, logicalIds: ['Api', 'Job', 'Api'] }]);
    expect(row?.advice?.lines.map(({ language }) => language)).toEqual(['javascript', 'python']);
  });

  test('has the variable where the template has no workload, or does not say the language', () => {
    for (const logicalIds of [[], ['Service']]) {
      const [row] = advised([{ ...ANSWER, logicalIds }]);
      expect(row?.advice?.lines).toMatchObject([{ language: 'environment', all: DUAL_STACK_LINE }]);
    }
  });

  test('has none where nothing is to be added, or where another name is to be written', () => {
    const rows = advised([
      { ...ANSWER, line: null },
      { ...ANSWER, line: 'use ecr-public.aws.com' },
    ]);
    expect(rows.map(({ advice }) => advice)).toEqual([null, null]);
  });

  test('warns of what the line for all clients can break', () => {
    const trap = `set for all clients, it can break ${KMS}: set it for the clients that need it only`;
    expect(advised([ANSWER, CARRIED])[0]?.advice?.traps).toContain(trap);
  });

  test.each([
    ['has a way by its dual-stack name too', { withIpv6: { unchanged: 'eigw', dualStack: 'eigw' } }],
    ['is called by other workloads', { workloads: ['Job in Private'] }],
    ['is not a service that an SDK calls by this name', { target: 'https://a.example' }],
    ['does not work as it is either', { withIpv6: { unchanged: 'none', dualStack: 'none' } }],
  ] as const)('does not warn of a host that %s', (_, change) => {
    const [row] = advised([ANSWER, { ...CARRIED, ...change }]);
    expect(row?.advice?.traps.join()).not.toContain('for all clients');
  });
});

describe('the report shows the lines', () => {
  const answer = {
    ...({ schemaVersion: 1, region: 'us-west-2', demonstration: false, gaps: [], natGateways: [] } as const),
    ...{ changes: [], obstacles: [], money: null, written: null, confirmed: true, disagreements: [] },
    ...{ canGo: true, sentence: 'It can go.', records: [], notices: [] },
  };
  const rows = advised([
    { ...ANSWER, logicalIds: ['Job'] },
    { ...ANSWER, target: 'https://sts.us-west-2.amazonaws.com', logicalIds: ['Job'] },
  ]);

  test('on a terminal, once for all targets, in 80 columns', () => {
    const text = renderWhatIf({ ...answer, rows }, { columns: 80, color: false });
    const [, section = ''] = text.split('code (after the slash');
    expect(section).toContain(`    ${SQS}, sts.us-west-2.amazonaws.com\n`);
    expect(section.split('Python (boto3), one client:\n').slice(1)).toEqual([
      expect.stringContaining(`      ${LANGUAGES.python.client}\n`),
    ]);
    expect(section).toContain('! Python tries one address after the other');
    expect(section.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  test('does not repeat the variable as the line for all clients', () => {
    const text = renderWhatIf({ ...answer, rows }, { columns: 80, color: false });
    expect(text.split(DUAL_STACK_LINE)).toHaveLength(2);
  });

  test('in Markdown', () => {
    expect(whatIfMarkdown({ ...answer, rows })).toContain(LANGUAGES.python.client);
  });
});
