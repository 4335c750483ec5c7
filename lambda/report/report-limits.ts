/** How much a report may hold. What reads one refuses more, and the probe writes no more. */
import { MODES } from './vocabulary.ts';

/** The settings may name so many, and an event as many again. Each may take ten seconds: more would not end within the function's time-out. */
export const USER_TARGETS_LIMIT = 100;

/** With room for the built-in ones; a test holds that they fit. */
const TARGETS = 2 * USER_TARGETS_LIMIT + 50;

export const REPORT_LIMITS = {
  /** In a stored report: some 30 runs with all the targets below, or all the runs below with the built-in targets. */
  fileBytes: 32 * 1_024 * 1_024,
  /** Subnets: AWS allows a VPC 200, and there are some 40 Regions. */
  runs: 500,
  /** A VPC has five of each family, and up to 50 of IPv4 by request (VPC User Guide, "Amazon VPC quotas"). */
  blocks: 50,
  targets: TARGETS,
  /** One for each target, one for the host without IPv6, one of IAM. */
  controls: TARGETS + 2,
  attempts: MODES.length,
  /** The pull of an image takes the most: 25, with 5 redirects for each of its hops. */
  operations: 32,
  /** As many A records as a DNS message of 65,535 bytes holds, at 16 bytes each. */
  addresses: 4_096,
  ports: 65_536,
  /** One for all services, and one for each that a built-in target calls. */
  endpointVariables: 20,
  /** Each operation of each target may call another. */
  labHosts: 10_000,
  /** The runs of different Regions may have different targets. */
  targetsOfAllRuns: 10_000,
  warnings: 10,
  /** Resources that share a place in the lab: as many as a template that is written by a program may have. */
  workloads: 10_000,
  /** A network interface has at most 16 (VPC User Guide, "Amazon VPC quotas"). */
  securityGroups: 16,
  disagreements: 10_000,
  /** Characters of one text: remedies quote evidence, each text of which has at most 4,096 (evidence-text.ts), between words of their own. */
  text: 16_384,
  /** Characters of the sentence that names every target. */
  sentence: 1_000_000,
} as const;
