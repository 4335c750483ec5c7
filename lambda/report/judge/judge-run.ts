/** Judges a whole run, from its evidence and what is known of its network. Pure: the same input gives the same verdicts. */
import type { ObservedRun, TargetEvidence } from '../evidence.ts';
import { pullsOf } from '../pulls/pulls.ts';
import type { Run } from '../report-schema.ts';
import type { Echo } from '../witnesses.ts';
import { withAdvice } from './advice.ts';
import type { RunFacts } from './facts.ts';
import { judgeControl } from './judge-control.ts';
import { judgeTarget } from './judge-target.ts';
import { sourceOf } from './source.ts';
import { withoutNatOf } from './without-nat.ts';

type JudgedRun = Pick<Run, 'source' | 'targets' | 'witnesses' | 'controls' | 'pulls'>;

/** In this order, since each step reads what the one before it judged. */
export function judgeRun(observed: ObservedRun, known: RunFacts): JudgedRun {
  const echoes = echoesIn([...observed.targets, ...observed.witnesses]);
  const facts = { ...known, region: observed.region, echoes };
  const judged = observed.targets.map((evidence) => judgeTarget(evidence, facts));
  const witnesses = observed.witnesses.map((evidence) => judgeTarget(evidence, facts));
  // A witness that was reached shows that IPv6 works, as a chosen target does.
  const tried = [...judged, ...witnesses];
  const controls = observed.controls.map((evidence) => judgeControl(evidence, tried, facts));
  const answered = judged.map((target) => ({
    ...target,
    ...withoutNatOf(target, controls, isSdk(target.id, observed), facts),
  }));
  const targets = withAdvice(answered, controls, (id) => isSdk(id, observed), facts);
  const pulls = pullsOf({ region: observed.region, targets, controls }, observed.imageName);
  return { source: sourceOf(facts), targets, witnesses, controls, ...(pulls && { pulls }) };
}

function isSdk(id: string, { targets }: ObservedRun): boolean {
  return targets.some(({ target }) => target.id === id && target.sdk);
}

/** What the echo services answered to the forced attempts. */
function echoesIn(evidence: readonly TargetEvidence[]): Echo[] {
  return evidence.flatMap(({ target, attempts: [{ echo, operations }] }) => {
    if (!target.echoes || echo === null) return [];
    const last = operations.at(-1);
    const encrypted = typeof last?.phasesMs.tls === 'number';
    return [
      { target: target.id, address: echo.address, remoteAddress: last?.remoteAddress ?? null, encrypted },
    ];
  });
}
