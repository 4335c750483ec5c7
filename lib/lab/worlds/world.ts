/** What a world is: the synthesized template or its internet with one thing changed, and what the probe must then say. */

import type { Run } from '../../../lambda/report/report-schema.ts';
import type { CauseCode, Expectation, Path, Verdict } from '../../../lambda/report/vocabulary.ts';
import type { Fault } from '../kernel/wiring.ts';
import type { Internet } from '../services/internet.ts';
import type { Service } from '../services/service.ts';
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

export interface World {
  readonly name: string;
  /** One line for `--worlds`. */
  readonly summary: string;
  /** The settings to synthesize the stack with, in the place of cdk.json's. @default - cdk.json's, or the given template */
  readonly settings?: object;
  /** Changes the template in place, before the model is built. @default - as synthesized */
  readonly changeTemplate?: (template: Template) => void;
  /** The internet to use in place of the given one. @default - the baseline */
  readonly changeInternet?: (internet: Internet, model: Model) => Internet;
  /** Stand-ins of the world's own, by the names that its hosts' services have. @default - none */
  readonly services?: Readonly<Record<string, Service>>;
  /** What happened to the deployed resources behind the template's back. @default - nothing */
  readonly drift?: (model: Model) => Model;
  /** Whether the subnets do not all report the same, so that one of them says little. @default false */
  readonly subnetsDiffer?: boolean;
  /** What to try besides the built-in targets, unless the user names targets. @default - nothing */
  readonly targets?: readonly {
    readonly url: string;
    readonly name: string;
    readonly expect?: Expectation;
  }[];
  /** Whether the functions' credentials are past their time. @default false */
  readonly credentialsExpired?: boolean;
  /** @default - none */
  readonly faults?: (internet: Internet) => readonly Fault[];
  /** What a target must report, by its id and the subnet that it is tried from. */
  readonly expectTarget: (id: string, network: Run['network']) => TargetExpectation;
  /** What every IPv4 control must report, by the subnet and the control's id. */
  readonly expectControls: (network: Run['network'], id: string) => ControlExpectation;
  /** Whether a connection from the internet arrives at the function's interface. @default false */
  readonly expectInbound?: boolean;
}

/** What a healthy target reports. */
export const PASSES: TargetExpectation = { path: 'eigw', verdict: 'pass', cause: null };

/** What each target reports where nothing is wrong: Bedrock Runtime has no dual-stack host, as the article found. */
export function healthy(id: string): TargetExpectation {
  return id === 'bedrock-runtime' ? silent('NoSuchHost') : PASSES;
}

/** What a target reports that nothing answers. */
export function silent(cause: CauseCode): TargetExpectation {
  return { path: 'none', verdict: 'fail', cause };
}

/** What a target reports that travelled as it should and was not vouched for, or not answered well. */
export function failed(cause: CauseCode, path: Path = 'eigw'): TargetExpectation {
  return { path, verdict: 'fail', cause };
}

/** The targets whose grants hold only for requests from the VPC's IPv6 block. */
export const CONDITIONED = ['s3', 'dynamodb', 'dynamodb-account-id', 's3-vectors', 'bedrock-runtime'];

/** Controls of a network where IPv6 works and IPv4 has no way out. */
export const controlsSilent = (): ControlExpectation => ({ succeeded: false, meaningful: true });

/** Controls of a network where nothing works: their silence says nothing. */
export const controlsMeaningless = (): ControlExpectation => ({ succeeded: false, meaningful: false });

/** Controls of a network where IPv4 has a way out. */
export const controlsAnswered = (): ControlExpectation => ({ succeeded: true, meaningful: true });
