/** Queries of the probe's records and the flow logs, in the language of CloudWatch Logs Insights. */
import { FLOW_LOG_FIELDS } from '../network/flow-logs.ts';

export interface Query {
  readonly name: string;
  /** Which log groups it reads. */
  readonly source: 'probes' | 'flow-logs';
  readonly lines: readonly string[];
}

const TARGETS = 'filter record = "target"';

/**
 * One row per target and Availability Zone, as of its last run. Results can be sorted by one field only (CloudWatch Logs User
 * Guide, "sort"), and an alias must not be the name of a function.
 */
export const LAST_RUN: Query = {
  name: 'last run',
  source: 'probes',
  lines: [
    TARGETS,
    'stats latest(path) as way, latest(verdict) as judgement, latest(cause.code) as why, latest(remoteAddress) as address, latest(startedAt) as at by target, availabilityZone',
    'sort target asc',
  ],
};

export const WHAT_CHANGED: Query = {
  name: 'what changed',
  source: 'probes',
  lines: [
    TARGETS,
    'stats earliest(path) as before, latest(path) as after, countDistinct(path) as ways, latest(startedAt) as at by target, availabilityZone',
    'filter ways > 1',
    'sort target asc',
  ],
};

/** A row for each path of a target within the time shown, the present one first. */
export const SINCE_WHEN: Query = {
  name: 'since when',
  source: 'probes',
  lines: [
    TARGETS,
    'stats earliest(startedAt) as since, latest(startedAt) as until, count(*) as runs by target, availabilityZone, path',
    'sort until desc',
  ],
};

export const LAST_REPORTS: Query = {
  name: 'last reports',
  source: 'probes',
  lines: [
    'filter record = "summary"',
    'fields startedAt, availabilityZone, asExpected, sentence',
    'sort @timestamp desc',
    'limit 10',
  ],
};

const HISTORY: Query = {
  name: 'history of a target',
  source: 'probes',
  lines: [
    `${TARGETS} and target = "s3"`,
    'fields startedAt, availabilityZone, path, verdict, witness, cause.code, cause.message, phasesMs.connect',
    'sort @timestamp desc',
    'limit 200',
  ],
};

export const FAILURES: Query = {
  name: 'failures by cause',
  source: 'probes',
  lines: [
    `${TARGETS} and verdict != "pass"`,
    'stats count(*) as runs, latest(cause.message) as example, latest(cause.remedy) as help by cause.code, target',
    'sort runs desc',
  ],
};

/** Flow logs do not name their fields, which are parsed by position. Names cannot have a hyphen. */
const FLOW_COLUMNS = FLOW_LOG_FIELDS.map((field) => field.replaceAll('-', '_'));

const FLOWS: Query = {
  name: "the probes' flows",
  source: 'flow-logs',
  lines: [
    `parse @message "${FLOW_COLUMNS.map(() => '*').join(' ')}" as ${FLOW_COLUMNS.join(', ')}`,
    'filter flow_direction = "egress"',
    'stats sum(packets) as sent, sum(bytes) as size by subnet_id, pkt_dstaddr, dstport, action, reject_reason, traffic_path',
    'sort sent desc',
  ],
};

export const QUERIES: readonly Query[] = [
  LAST_RUN,
  WHAT_CHANGED,
  SINCE_WHEN,
  LAST_REPORTS,
  HISTORY,
  FAILURES,
  FLOWS,
];
