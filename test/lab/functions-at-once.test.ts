/** Fewer places than functions in the lab: the same answers as from all of them at once. */
import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { ROOT } from '../../lib/folders.ts';
import { runLab } from '../../lib/lab/lab.ts';
import { DEFAULT_REQUEST } from '../../lib/lab/session/request.ts';

const refused = inject('labRefused');

const TARGET = 'https://ifconfig.me';

const request = {
  ...DEFAULT_REQUEST,
  event: { targets: [{ url: TARGET }], only: [TARGET] },
  source: { kind: 'template' as const, path: join(ROOT, 'test', 'lab', 'fixtures', 'workloads.yaml') },
};

async function answersWith(functionsAtOnce: number | null) {
  const { report, differences } = await runLab({
    request: { ...request, functionsAtOnce },
    ...{ install: false, progress: () => {}, signal: new AbortController().signal },
  });
  const runs = report.runs.map(({ network, lab, targets }) => ({
    ...{ subnet: network.subnetId, workload: lab?.workload },
    disagreements: lab?.referee.disagreements,
    targets: targets.map(({ id, verdict, path }) => ({ id, verdict, path })),
  }));
  return { differences, runs };
}

describe.skipIf(refused !== null)('in the lab', () => {
  test('functions that share two places answer as those that all have one', async () => {
    const [together, inTurn] = await Promise.all([answersWith(null), answersWith(2)]);
    expect(inTurn).toEqual(together);
    expect(inTurn.runs.length).toBeGreaterThan(2);
    expect(inTurn.runs.flatMap(({ disagreements }) => disagreements)).toEqual([]);
  }, 60_000);
});
