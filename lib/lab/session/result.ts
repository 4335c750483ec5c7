/** What the lab's inner process answers to the outer one: plain data, since it crosses a pipe. */
import type { CatalogueReport } from '../../../lambda/report/catalogue/catalogue-schema.ts';
import type { Run } from '../../../lambda/report/report-schema.ts';
import type { RouteFinding } from '../../../lambda/report/witnesses.ts';
import type { DrawnNetwork } from '../../report/inputs/network.ts';

export interface LabResult {
  /** One for each network interface, with the kernel's view of it. */
  readonly runs: readonly Run[];
  /** The effective routes of each one's subnet, in the same order, whether or not the probe could ask for them. */
  readonly routes: readonly RouteFinding[];
  /** What the functions wrote to CloudWatch Logs, in the same order. */
  readonly logs: readonly string[];
  /** What differs from the world's expectations, a sentence each. */
  readonly differences: readonly string[];
  /** What the lab left out, assumed, or does otherwise than the template says, a sentence each. */
  readonly notices: readonly string[];
  /** What the template declares. */
  readonly network: DrawnNetwork;
  /** The network namespace of each function, in the same order. */
  readonly namespaces: readonly string[];
}

export interface WorldResult extends LabResult {
  readonly world: string;
  readonly durationMs: number;
}

export interface CatalogueResult {
  /** One for each subnet. */
  readonly catalogues: readonly CatalogueReport[];
  /** Where the kernel disagrees, a sentence each. */
  readonly differences: readonly string[];
  readonly notices: readonly string[];
}

export interface ExecResult {
  /** The command's exit status; as in a shell, 128 and the signal's number if a signal ended it. */
  readonly status: number;
  /** Where its packets went, a line for each destination. */
  readonly traffic: readonly string[];
  /** As in a LabResult. */
  readonly notices: readonly string[];
}
