/**
 * The report: the one document that the probe returns, the lab checks and the command line renders.
 * The probe imports only types from this module, so that its bundle holds no schema library.
 */
import { z } from 'zod';
import { labSchema } from './lab-schema.ts';
import {
  ADVICE_KINDS,
  CAUSE_CODES,
  CONTROL_KINDS,
  EXPECTATIONS,
  FAMILIES,
  MODES,
  OUTCOMES,
  PATHS,
  PHASES,
  PULL_ANSWERS,
  SCHEMA_VERSION,
  VERDICTS,
  WITNESSES,
} from './vocabulary.ts';

const causeSchema = z.strictObject({
  code: z.enum(CAUSE_CODES),
  message: z.string(),
  /** What to check or to do. */
  remedy: z.string(),
});

const milliseconds = z.number().nonnegative();

/** One request of an attempt, as observed on the socket that carried it. */
const operationSchema = z.strictObject({
  /** The API operation (`PutObject`), or the method and path of a plain request. */
  name: z.string(),
  host: z.string(),
  port: z.int(),
  family: z.enum(FAMILIES).nullable(),
  remoteAddress: z.string().nullable(),
  /** The socket's own address. A sandbox may show a different one from the network interface's. */
  localAddress: z.string().nullable(),
  /** The resolver's answers; null where it was not asked or did not answer. */
  dns: z.strictObject({ a: z.array(z.string()).nullable(), aaaa: z.array(z.string()).nullable() }).nullable(),
  phasesMs: z.strictObject({
    resolve: milliseconds.nullable(),
    connect: milliseconds.nullable(),
    tls: milliseconds.nullable(),
    request: milliseconds.nullable(),
  }),
  httpStatus: z.int().nullable(),
  requestId: z.string().nullable(),
  error: z.strictObject({ phase: z.enum(PHASES), code: z.string(), message: z.string() }).nullable(),
});

const attemptSchema = z.strictObject({
  mode: z.enum(MODES),
  path: z.enum(PATHS),
  outcome: z.enum(OUTCOMES),
  cause: causeSchema.nullable(),
  operations: z.array(operationSchema),
  /** What went wrong outside the operations: no credentials, an answer with other content than was written. */
  failure: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
  /** What an echo service answered, as plain text, and the address that it named; null for other targets. */
  echo: z.strictObject({ address: z.string().nullable(), text: z.string() }).nullable(),
  /** Whether the run's deadline ended the attempt. */
  cutOff: z.boolean(),
});

const adviceSchema = z.strictObject({
  /** The smallest change to the user's code, or why none is named. */
  kind: z.enum(ADVICE_KINDS),
  /** The exact text to add; null where nothing is to be added. */
  line: z.string().nullable(),
  /** The same in words, with what else to consider. */
  explanation: z.string(),
});

const targetSchema = z.strictObject({
  id: z.string(),
  service: z.string(),
  path: z.enum(PATHS),
  /** Whether the path is `eigw` or `ipv6`, whatever the outcome. */
  reached: z.boolean(),
  outcome: z.enum(OUTCOMES),
  verdict: z.enum(VERDICTS),
  witness: z.enum(WITNESSES).nullable(),
  expect: z.enum(EXPECTATIONS),
  asExpected: z.boolean(),
  cause: causeSchema.nullable(),
  warnings: z.array(causeSchema),
  advice: adviceSchema.nullable(),
  /** The forced one first. */
  attempts: z.tuple([attemptSchema], attemptSchema),
});

const controlSchema = z.strictObject({
  id: z.string(),
  /** `ipv4`: connects to the A records; `iam`: a read that IAM must refuse to this VPC's IPv6 addresses. */
  kind: z.enum(CONTROL_KINDS),
  /** What came back; for connects `ok` or `none`. */
  outcome: z.enum(OUTCOMES),
  /** Whether the try that must not succeed did. */
  succeeded: z.boolean(),
  /** Whether its silence means something: some real try of the run succeeded. */
  meaningful: z.boolean(),
  asExpected: z.boolean(),
  cause: causeSchema.nullable(),
  /** Whether nothing could be sent at all, since the probe has no IPv4, as in an IPv6-only subnet. */
  unsent: z.boolean(),
  /** The addresses that were tried, all at the same time. */
  remoteAddresses: z.array(z.string()),
  /** The address that answered a connect first. */
  answeredBy: z.string().nullable(),
  /** How each silent address failed, for example `ETIMEDOUT`, or how the read did. */
  codes: z.array(z.string()),
  /** Whether the run's deadline ended the try. */
  cutOff: z.boolean(),
});

const pullSummarySchema = z.strictObject({
  answer: z.enum(PULL_ANSWERS),
  /** Why not, or what it takes. */
  explanation: z.string(),
  /** The hosts that must be reached for it, as far as they were tried. */
  needs: z.array(
    z.strictObject({
      id: z.string(),
      reachedBy: z.enum(['default-name', 'dual-stack-name', 'none', 'unknown']),
      host: z.string(),
      cause: z.enum(CAUSE_CODES).nullable(),
    }),
  ),
});

/** Whether containers would start here without IPv4. Only runs that tried the pulls have it. */
const pullsSchema = z.strictObject({
  /** How to write the name of an image in ECR. */
  image: z.string(),
  fargateIpv6Only: pullSummarySchema,
  fargateDualStack: pullSummarySchema,
  eksNode: pullSummarySchema,
});

const runSchema = z.strictObject({
  region: z.string(),
  startedAt: z.iso.datetime(),
  durationMs: milliseconds,
  network: z.strictObject({
    vpcIpv6CidrBlock: z.string().nullable(),
    vpcIpv4CidrBlock: z.string().nullable(),
    subnetId: z.string().nullable(),
    /** As the stack declared it. */
    subnetIpv6CidrBlock: z.string().nullable(),
    availabilityZone: z.string().nullable(),
    /** `ec2`: looked up in the route table; `declared`: what the stack said. */
    route: z.strictObject({ witness: z.enum(['ec2', 'declared']), gateway: z.string().nullable() }),
  }),
  /** What the stack set that verdicts depend on. */
  settings: z.strictObject({
    /** Whether the role's grants hold only for requests that AWS sees come from the VPC's IPv6 block. */
    iamWitness: z.boolean(),
    /** The TCP ports that the security group lets out; null where unknown. */
    openPorts: z.array(z.int()).nullable(),
  }),
  source: z.strictObject({
    address: z.string().nullable(),
    insideVpc: z.boolean().nullable(),
    seenBy: z.array(z.strictObject({ target: z.string(), address: z.string() })),
  }),
  targets: z.array(targetSchema),
  /** Targets that were not asked for, and were tried because the others are judged by what they answer. Without advice. */
  witnesses: z.array(targetSchema),
  controls: z.array(controlSchema),
  pulls: pullsSchema.optional(),
  lab: labSchema.optional(),
});

export const reportSchema = z.strictObject({
  schemaVersion: z.literal(SCHEMA_VERSION),
  runs: z.array(runSchema),
  summary: z.strictObject({
    /** The targets that pass in every run over `eigw`, or over `ipv6` where the declared gateway is an EIGW. */
    reachedOverEigw: z.array(z.string()),
    notReached: z.array(z.string()),
    differBetweenSubnets: z.array(
      z.strictObject({ target: z.string(), paths: z.record(z.string(), z.enum(PATHS)) }),
    ),
    asExpected: z.boolean(),
    sentence: z.string(),
  }),
});

export type Cause = z.infer<typeof causeSchema>;
export type Operation = z.infer<typeof operationSchema>;
export type EchoAnswer = NonNullable<Attempt['echo']>;
export type Attempt = z.infer<typeof attemptSchema>;
export type Advice = z.infer<typeof adviceSchema>;
export type Target = z.infer<typeof targetSchema>;
export type Control = z.infer<typeof controlSchema>;
export type Pulls = z.infer<typeof pullsSchema>;
export type PullNeed = Pulls['eksNode']['needs'][number];
export type Run = z.infer<typeof runSchema>;
export type Summary = z.infer<typeof reportSchema>['summary'];
export type Report = z.infer<typeof reportSchema>;
