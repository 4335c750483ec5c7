/** What a world is: the synthesized template or its internet with one thing changed, and what the probe must then say. */
import type { CauseCode, Path, Verdict } from '../../../lambda/probe/contract.ts';
import type { Fault } from '../plan.ts';
import type { Internet } from '../services/internet.ts';
import type { Template } from '../template/template.ts';

export interface TargetExpectation {
  readonly path: Path;
  readonly verdict: Verdict;
  readonly cause: CauseCode | null;
}

export interface ControlExpectation {
  readonly succeeded: boolean;
  readonly meaningful: boolean;
}

export interface World {
  readonly name: string;
  /** One line for `--worlds`. */
  readonly summary: string;
  /** Changes the template in place, before the model is built. @default - as synthesized */
  readonly changeTemplate?: (template: Template) => void;
  /** The internet to use in place of the given one. @default - the baseline */
  readonly changeInternet?: (internet: Internet) => Internet;
  /** @default - none */
  readonly faults?: readonly Fault[];
  /** What a target must report, by id. */
  readonly expectTarget: (id: string) => TargetExpectation;
  /** What every IPv4 control must report. */
  readonly expectControls: ControlExpectation;
  /** Whether a connection from the internet arrives at the function's interface. @default false */
  readonly expectInbound?: boolean;
}

/** What a healthy target reports. */
export const HEALTHY: TargetExpectation = { path: 'ipv6', verdict: 'pass', cause: null };

/** What a target reports that nothing answers. */
export function silent(cause: CauseCode): TargetExpectation {
  return { path: 'none', verdict: 'fail', cause };
}

/** Controls of a network where IPv6 works and IPv4 has no way out. */
export const CONTROLS_SILENT: ControlExpectation = { succeeded: false, meaningful: true };

/** Controls of a network where nothing works: their silence says nothing. */
export const CONTROLS_MEANINGLESS: ControlExpectation = { succeeded: false, meaningful: false };
