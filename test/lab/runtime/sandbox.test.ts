/** The lab's sandbox, compared with AWS's own runtime interface client. */
import { chmodSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest';
import { TARGET_IDS } from '../../../lambda/report/built-in-targets.ts';
import { reportSchema } from '../../../lambda/report/report-schema.ts';
import { probeWorkload } from '../../../lib/lab/run/start/probe-in-template.ts';
import { readAssembly } from '../../../lib/lab/template/assembly.ts';
import { buildModel } from '../../../lib/lab/template/build-model.ts';
import { skipWithoutNamespaces } from '../fixtures/skip-without-namespaces.ts';
import { officialClient } from './official-client.ts';
import { type Invoked, invoke, invokeAll } from './run-sandbox.ts';

skipWithoutNamespaces();

let official: string;

beforeAll(async () => {
  official = await officialClient();
});
afterAll(() => rmSync(official, { recursive: true, force: true }));

function probes() {
  const assembly = readAssembly(inject('assembly'));
  return buildModel(assembly.template, {
    ...assembly,
    region: 'us-west-2',
    accountId: '111122223333',
    workload: probeWorkload('lambda'),
  }).functions;
}

/** What differs from one invocation to the next, or in words that are not Lambda's. */
function outcomeOf({ payload, error }: Invoked) {
  if (error === null) return { payload };
  const [firstLine = ''] = error.errorMessage.split('\n');
  return { ...error, errorMessage: firstLine.replace(/RequestId: [0-9a-f-]{36}/, 'RequestId: …') };
}

const exited = (how: string) => ({
  errorType: 'Runtime.ExitError',
  errorMessage: `RequestId: … Error: Runtime exited with error: ${how}`,
});

const ENDINGS: readonly [handler: string, outcome: object, timeoutSeconds?: number][] = [
  [
    'index.echo',
    {
      payload: {
        event: { hello: 'world' },
        context: {
          functionName: 'a-function',
          functionVersion: '$LATEST',
          memoryLimitInMB: '128',
          invokedFunctionArn: 'arn:aws:lambda:us-west-2:111122223333:function:a-function',
        },
        hasRequestId: true,
        hasTimeLeft: true,
      },
    },
  ],
  ['index.nothing', { payload: null }],
  ['index.throws', { errorType: 'TypeError', errorMessage: 'it broke' }],
  ['index.rejectsWithText', { errorType: 'string', errorMessage: 'only words' }],
  ['index.neverSettles', exited('exit status 0')],
  ['index.exits', exited('exit status 3')],
  [
    'index.hangs',
    { errorType: 'Sandbox.Timedout', errorMessage: 'RequestId: … Error: Task timed out after 3.00 seconds' },
    3,
  ],
  ['index.hoards', exited('signal: aborted')],
  ['broken.handler', { errorType: 'RangeError', errorMessage: 'broken from the start' }],
  [
    'index.absent',
    { errorType: 'Runtime.HandlerNotFound', errorMessage: 'index.absent is undefined or not exported' },
  ],
  [
    'absent.handler',
    { errorType: 'Runtime.ImportModuleError', errorMessage: "Error: Cannot find module 'absent'" },
  ],
  ['malformed', { errorType: 'Runtime.MalformedHandlerName', errorMessage: 'Bad handler' }],
];

describe.concurrent.each(ENDINGS)('the handler %s ends as in Lambda', (handler, outcome, timeoutSeconds) => {
  const given = { handler, events: [{ hello: 'world' }], ...(timeoutSeconds && { timeoutSeconds }) };

  test("under the lab's runtime", async () => {
    expect(outcomeOf(await invoke(given))).toEqual(outcome);
  });

  test("under AWS's runtime interface client", async () => {
    const invoked = await invoke({ ...given, runtimePath: official });
    expect(outcomeOf(invoked)).toEqual(outcome);
  });
});

describe.concurrent('the probe itself', () => {
  /** Without a network: both runtimes must give the same failures, records and document. */
  async function run(runtimePath: string | null) {
    const [fn] = probes();
    if (!fn?.codePath) throw new Error('the assembly has no probe');
    const { codePath, handler, environment, timeoutSeconds, memoryMegabytes } = fn;
    const { payload, logs } = await invoke({
      codePath,
      handler,
      environment: {
        ...environment,
        AWS_REGION: 'us-west-2',
        AWS_ACCESS_KEY_ID: 'a',
        AWS_SECRET_ACCESS_KEY: 'b',
      },
      timeoutSeconds,
      memoryMegabytes,
      runtimePath,
    });
    const { runs, summary } = reportSchema.parse(payload);
    const records = logs
      .trim()
      .split('\n')
      .map((line) => Object.keys(JSON.parse(line)));
    const verdicts = runs[0]?.targets.map(({ id, verdict, cause }) => ({ id, verdict, cause: cause?.code }));
    return { verdicts, sentence: summary.sentence, records };
  }

  test("reports and logs the same under AWS's runtime interface client", async () => {
    const own = await run(null);
    expect(own.verdicts).toHaveLength(TARGET_IDS.length);
    expect(await run(official)).toEqual(own);
  });
});

describe.concurrent('a sandbox', () => {
  test('has the output of the function', async () => {
    expect((await invoke({ handler: 'index.echo' })).logs).toBe('echoing\n');
  });

  test('starts the runtime again after it has ended', async () => {
    const invoked = await invokeAll({ handler: 'index.crashesOnce', events: [{ crash: true }, {}] });
    expect(invoked.map(outcomeOf)).toEqual([exited('exit status 1'), { payload: 'well again' }]);
  });

  test('ends an initialization that takes longer than Lambda allows, and then the invocation', async () => {
    expect(outcomeOf(await invoke({ handler: 'stuck.handler', timeoutSeconds: 1 }))).toEqual({
      errorType: 'Sandbox.Timedout',
      errorMessage: 'RequestId: … Error: Task timed out after 1.00 seconds',
    });
  });

  test('gives a function the memory that it declares', async () => {
    const { error } = await invoke({ handler: 'index.holdsMemory', memoryMegabytes: 128 });
    expect(error?.errorMessage).toContain('signal: aborted');
    expect((await invoke({ handler: 'index.holdsMemory', memoryMegabytes: 512 })).error).toBeNull();
  });

  test('runs code from any path', async () => {
    const codePath = join(mkdtempSync(join(tmpdir(), 'natless-test-')), `it's a "folder"\\with\ta #1 $HOME`);
    cpSync(join(import.meta.dirname, 'handlers'), codePath, { recursive: true });
    onTestFinished(() => rmSync(dirname(codePath), { recursive: true }));
    expect((await invoke({ handler: 'index.echo', codePath })).error).toBeNull();
  });

  test('runs code that only its owner may read', async () => {
    const codePath = mkdtempSync(join(tmpdir(), 'natless-test-'));
    onTestFinished(() => rmSync(codePath, { recursive: true }));
    for (const file of ['index.mjs', 'unused.mjs']) {
      cpSync(join(import.meta.dirname, 'handlers', 'index.mjs'), join(codePath, file));
      chmodSync(join(codePath, file), 0o600);
    }
    expect((await invoke({ handler: 'index.echo', codePath })).error).toBeNull();
  });

  test('ends an answer that is larger than Lambda takes', async () => {
    expect(outcomeOf(await invoke({ handler: 'index.returnsMuch', memoryMegabytes: 512 }))).toEqual({
      errorType: 'Function.ResponseSizeTooLarge',
      errorMessage: 'the response has more than 6291456 bytes',
    });
  });

  test('keeps a function from changing its network and its code, and from seeing other files', async () => {
    // A file that is there, outside.
    const { payload } = await invoke({
      handler: 'index.breaksOut',
      events: [{ file: import.meta.filename }],
    });
    const outcomes = Object.entries(payload as Record<string, string>);
    expect(outcomes).toHaveLength(8);
    expect(outcomes.filter(([, outcome]) => !outcome.startsWith('refused: '))).toEqual([]);
  });

  test('does not keep a function from what Lambda allows', async () => {
    const { root, ...rest } = (await invoke({ handler: 'index.looksAround' })).payload as { root: string[] };
    expect(rest).toEqual({ processes: 1, writesToTmp: 'it worked', runsPrograms: 'it worked' });
    const programs = ['bin', 'lib', 'lib32', 'lib64', 'libx32', 'sbin', 'usr'];
    expect(root.filter((name) => !programs.includes(name))).toEqual(['dev', 'etc', 'proc', 'tmp', 'var']);
  });
});
