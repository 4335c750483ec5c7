/** The words of a report: the ids, modes, paths, outcomes and causes that it may hold. Imports nothing. */

/** The version of the report: it rises when a field changes its name or its meaning. */
export const SCHEMA_VERSION = 2;

/** Whether a task's image would be pulled, or a node would join its cluster. */
export const PULL_ANSWERS = ['yes', 'no', 'unknown'] as const;

export const MODES = ['ipv6', 'natural', 'unchanged'] as const;
/** The smallest change that makes a user's code reach a target over IPv6, or why none is named. */
export const ADVICE_KINDS = [
  'none',
  'client-flag',
  'environment',
  'node-option',
  'needs-ipv4',
  'unproven',
] as const;
export const FAMILIES = ['IPv4', 'IPv6'] as const;
/**
 * What a host's records in the lab rest on: AWS's documentation, the host's name, pages of AWS that contradict one another,
 * public reports, an assumption, the user's word (`--host`), the machine's resolver (`--resolve`).
 */
export const HOST_GROUNDS = [
  'documented',
  'by name',
  'contradicted',
  'reported',
  'assumed',
  'declared',
  'resolved',
] as const;
export const PHASES = ['resolve', 'connect', 'tls', 'request'] as const;
export const PATHS = ['eigw', 'igw', 'ipv6', 'vpc-endpoint', 'nat64', 'ipv4', 'none'] as const;
export const OUTCOMES = ['ok', 'denied', 'throttled', 'error', 'none'] as const;
export const VERDICTS = ['pass', 'fail', 'inconclusive'] as const;
export const WITNESSES = ['iam', 'echo'] as const;
export const ROUTE_WITNESSES = ['ec2', 'template', 'declared'] as const;
export const CONTROL_KINDS = ['ipv4', 'iam'] as const;
export const EXPECTATIONS = ['reached', 'not-reached', 'vpc-endpoint', 'any'] as const;

/** Whose place a probe of the lab has: `own` is this project's, the last two stand for none of the template's. */
export const WORKLOAD_KINDS = [
  'own',
  'function',
  'service',
  'task',
  'instance',
  'open-group',
  'chosen-group',
] as const;

/** What becomes of a target without NAT gateways and NAT64. `works-with-change`: once the code follows the advice. */
export const WITHOUT_NAT = ['works', 'works-with-change', 'breaks', 'unknown'] as const;

/** Why a verdict is not `pass`. docs/troubleshooting.md has a section for each. */
export const CAUSE_CODES = [
  'NoSuchHost',
  'NoAaaaRecord',
  'DnsFailed',
  'DnsTimeout',
  'UnknownToLab',
  'Dns64WithoutRoute',
  'PortBlocked',
  'ConnectTimeout',
  'PrivateIpv6Block',
  'ConnectRefused',
  'NetworkUnreachable',
  'AdminProhibited',
  'TlsCertificateInvalid',
  'TlsFailed',
  'RequestTimeout',
  'WitnessDenied',
  'AccessDenied',
  'Throttled',
  'ServiceError',
  'ResourceMissing',
  'SourceMismatch',
  'VpcEndpointInPath',
  'Nat64InPath',
  'InternetGatewayInPath',
  'Ipv4PathExists',
  'AppWouldFail',
  'TargetRefused',
  'ConnectionReset',
  'ResponseInvalid',
  'RouteDeclared',
  'EndpointUrlIgnored',
  'NoWitness',
  'CutOff',
] as const;

export type Mode = (typeof MODES)[number];
export type AdviceKind = (typeof ADVICE_KINDS)[number];
export type Family = (typeof FAMILIES)[number];
export type HostGround = (typeof HOST_GROUNDS)[number];
export type Phase = (typeof PHASES)[number];
export type Path = (typeof PATHS)[number];
export type Outcome = (typeof OUTCOMES)[number];
export type Verdict = (typeof VERDICTS)[number];
export type Witness = (typeof WITNESSES)[number];
export type Expectation = (typeof EXPECTATIONS)[number];
export type WithoutNat = (typeof WITHOUT_NAT)[number];
export type PullAnswer = (typeof PULL_ANSWERS)[number];
export type WorkloadKind = (typeof WORKLOAD_KINDS)[number];
export type CauseCode = (typeof CAUSE_CODES)[number];
