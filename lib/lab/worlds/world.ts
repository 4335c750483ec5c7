/** A world is the template or its internet with one thing changed, and what the probe must report there. Types only. */
import type { Run } from '../../../lambda/report/report-schema.ts';
import type { CauseCode, Expectation, Path, Verdict } from '../../../lambda/report/vocabulary.ts';
import type { Fault } from '../kernel/kernel.ts';
import type { Internet } from '../services/internet/internet.ts';
import type { StandIn } from '../services/stand-in.ts';
import type { Model } from '../template/model.ts';
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

/** The subnet that a run was made from, as far as an expectation depends on it. */
export type ProbedSubnet = Pick<Run['network'], 'availabilityZone'>;

export interface World {
  readonly name: string;
  /** What differs from the synthesized stack, in one line. */
  readonly summary: string;
  /** More for a reader of docs/worlds.md, in whole sentences. @default - nothing */
  readonly note?: string;
  /** Settings to synthesize the stack with, instead of cdk.json's. @default - cdk.json's, or the given template */
  readonly settings?: object;
  /** Changes the template in place, before the model is built. @default - as synthesized */
  readonly changeTemplate?: (template: Template) => void;
  /** Changes the internet. @default - the baseline */
  readonly changeInternet?: (internet: Internet, model: Model) => Internet;
  /** Stand-ins that only this world has, by the names that its hosts refer to. @default - none */
  readonly standIns?: Readonly<Record<string, StandIn>>;
  /** Changes deployed resources, so that they differ from the template. @default - no drift */
  readonly drift?: (model: Model) => Model;
  /** Whether one function is not enough: subnets report different results, or functions affect one another. @default false */
  readonly needsEveryFunction?: boolean;
  /** Targets to try besides the built-in ones, unless the user names targets. @default - none */
  readonly targets?: readonly {
    readonly url: string;
    readonly name: string;
    readonly expect?: Expectation;
  }[];
  /** Whether the functions' credentials have expired. @default false */
  readonly credentialsExpired?: boolean;
  /** @default - none */
  readonly faults?: (internet: Internet) => readonly Fault[];
  /** What a built-in target must report, by its id and the subnet that it is tried from. */
  readonly expectTarget: (id: string, subnet: ProbedSubnet) => TargetExpectation;
  /** What an IPv4 control must report, by its id and the subnet. @default - it is blocked, as it should be */
  readonly expectControls?: (id: string, subnet: ProbedSubnet) => ControlExpectation;
  /** Whether a connection from the internet arrives at the function's interface. @default false */
  readonly expectInbound?: boolean;
}

/** Worlds about one subject. */
export interface Theme {
  readonly title: string;
  readonly worlds: readonly World[];
}
