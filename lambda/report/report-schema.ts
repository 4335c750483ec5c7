/**
 * The report: the one document that the probe returns, the lab checks and the command line renders.
 * The probe imports only types from this module, so that its bundle holds no schema library.
 */
import { z } from 'zod';
import { labSchema } from './lab-schema.ts';
import { REPORT_LIMITS as LIMITS } from './report-limits.ts';
import { addresses, ipv4Block, ipv6Block, list, text } from './schema-parts.ts';
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
  ROUTE_WITNESSES,
  SCHEMA_VERSION,
  VERDICTS,
  WITHOUT_NAT,
  WITNESSES,
} from './vocabulary.ts';

const ids = list(text, LIMITS.targetsOfAllRuns);

const causeSchema = z.strictObject({
  code: z.enum(CAUSE_CODES),
  message: text,
  /** What to check or to do. */
  remedy: text,
});

const milliseconds = z.number().nonnegative();

/** One request of an attempt, as observed on the socket that carried it. */
const operationSchema = z.strictObject({
  /** The API operation (`PutObject`), or the method and path of a plain request. */
  name: text,
  host: text,
  port: z.int(),
  family: z.enum(FAMILIES).nullable(),
  remoteAddress: text.nullable(),
  /** The socket's own address. A sandbox may show a different one from the network interface's. */
  localAddress: text.nullable(),
  /** The resolver's answers; null where it was not asked or did not answer. */
  dns: z.strictObject({ a: addresses.nullable(), aaaa: addresses.nullable() }).nullable(),
  phasesMs: z.strictObject({
    resolve: milliseconds.nullable(),
    connect: milliseconds.nullable(),
    tls: milliseconds.nullable(),
    request: milliseconds.nullable(),
  }),
  httpStatus: z.int().nullable(),
  requestId: text.nullable(),
  error: z.strictObject({ phase: z.enum(PHASES), code: text, message: text }).nullable(),
});

const attemptSchema = z.strictObject({
  mode: z.enum(MODES),
  path: z.enum(PATHS),
  outcome: z.enum(OUTCOMES),
  cause: causeSchema.nullable(),
  operations: list(operationSchema, LIMITS.operations),
  /** What went wrong outside the operations: no credentials, an answer with other content than was written. */
  failure: z.strictObject({ code: text, message: text }).nullable(),
  /** What an echo service answered, as plain text, and the address that it named; null for other targets. */
  echo: z.strictObject({ address: text.nullable(), text: text }).nullable(),
  /** Whether the run's deadline ended the attempt. */
  cutOff: z.boolean(),
});

const adviceSchema = z.strictObject({
  /** The smallest change to the user's code, or why none is named. */
  kind: z.enum(ADVICE_KINDS),
  /** The exact text to add; null where nothing is to be added. */
  line: text.nullable(),
  /** The same in words, with what else to consider. */
  explanation: text,
});

const targetSchema = z.strictObject({
  id: text,
  service: text,
  path: z.enum(PATHS),
  /** Whether the path is `eigw` or `ipv6`, whatever the outcome. */
  reached: z.boolean(),
  outcome: z.enum(OUTCOMES),
  verdict: z.enum(VERDICTS),
  witness: z.enum(WITNESSES).nullable(),
  expect: z.enum(EXPECTATIONS),
  asExpected: z.boolean(),
  /** What becomes of it without NAT gateways and NAT64, and a sentence that says why. Reports of older versions have neither. */
  withoutNat: z.enum(WITHOUT_NAT).optional(),
  withoutNatBecause: text.optional(),
  cause: causeSchema.nullable(),
  warnings: list(causeSchema, LIMITS.warnings),
  advice: adviceSchema.nullable(),
  /** The forced one first. */
  attempts: z
    .array(z.unknown())
    .max(LIMITS.attempts)
    .pipe(z.tuple([attemptSchema], attemptSchema)),
});

const controlSchema = z.strictObject({
  id: text,
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
  remoteAddresses: addresses,
  /** The address that answered a connect first. */
  answeredBy: text.nullable(),
  /** How each silent address failed, for example `ETIMEDOUT`, or how the read did. */
  codes: addresses,
  /** Whether the run's deadline ended the try. */
  cutOff: z.boolean(),
});

const pullSummarySchema = z.strictObject({
  answer: z.enum(PULL_ANSWERS),
  /** Why not, or what it takes. */
  explanation: text,
  /** The hosts that must be reached for it, as far as they were tried. */
  needs: list(
    z.strictObject({
      id: text,
      reachedBy: z.enum(['default-name', 'dual-stack-name', 'none', 'unknown']),
      host: text,
      cause: z.enum(CAUSE_CODES).nullable(),
    }),
    LIMITS.targets,
  ),
});

/** Whether containers would start here without IPv4. Only runs that tried the pulls have it. */
const pullsSchema = z.strictObject({
  /** How to write the name of an image in ECR. */
  image: text,
  fargateIpv6Only: pullSummarySchema,
  fargateDualStack: pullSummarySchema,
  eksNode: pullSummarySchema,
});

const runSchema = z.strictObject({
  region: text,
  startedAt: z.iso.datetime(),
  durationMs: milliseconds,
  network: z.strictObject({
    /** As the stack named them; empty where they are unknown. */
    vpcIpv6CidrBlocks: list(ipv6Block, LIMITS.blocks),
    vpcIpv4CidrBlocks: list(ipv4Block, LIMITS.blocks),
    subnetId: text.nullable(),
    /** As the stack declared it. */
    subnetIpv6CidrBlock: ipv6Block.nullable(),
    availabilityZone: text.nullable(),
    /** As Lambda names it, such as `usw2-az1`. @default - it does not */
    availabilityZoneId: text.optional(),
    /** `ec2`: looked up in the route table; `template`: read by the lab; `declared`: what the stack said. */
    route: z.strictObject({
      witness: z.enum(ROUTE_WITNESSES),
      gateway: text.nullable(),
      /** Where `0.0.0.0/0` leads; null where there is no such route. Absent where the routes are unknown. */
      ipv4Gateway: text.nullable().optional(),
    }),
  }),
  /** What the stack set that verdicts depend on. */
  settings: z.strictObject({
    /** Whether the role's grants hold only for requests that AWS sees come from the VPC's IPv6 block. */
    iamWitness: z.boolean(),
    /** The TCP ports that the security group lets out; null where unknown. */
    openPorts: list(z.int(), LIMITS.ports).nullable(),
    /** The variables that would send SDK clients elsewhere, and that the probe ignored. @default - none */
    endpointVariables: list(text, LIMITS.endpointVariables).optional(),
  }),
  source: z.strictObject({
    address: text.nullable(),
    insideVpc: z.boolean().nullable(),
    seenBy: list(z.strictObject({ target: text, address: text }), LIMITS.targets),
  }),
  targets: list(targetSchema, LIMITS.targets),
  /** Targets that were not asked for, and were tried because the others are judged by what they answer. Without advice. */
  witnesses: list(targetSchema, LIMITS.targets),
  /** Built-in targets in a template of others, where the user named targets: they show the network, and count in no sum. */
  demonstrations: list(targetSchema, LIMITS.targets).optional(),
  controls: list(controlSchema, LIMITS.controls),
  pulls: pullsSchema.optional(),
  lab: labSchema.optional(),
});

/** By subnet; counted first, as a list is. */
const pathsSchema = z
  .record(z.string(), z.unknown())
  .refine((paths) => Object.keys(paths).length <= LIMITS.runs, {
    error: `has more subnets than the ${LIMITS.runs} runs that a report may have`,
  })
  .pipe(z.record(text, z.enum(PATHS)));

export const reportSchema = z.strictObject({
  schemaVersion: z.literal(SCHEMA_VERSION),
  runs: list(runSchema, LIMITS.runs),
  summary: z.strictObject({
    /** The targets that pass in every run over `eigw`, or over `ipv6` where the declared gateway is an EIGW. */
    reachedOverEigw: ids,
    notReached: ids,
    differBetweenSubnets: list(z.strictObject({ target: text, paths: pathsSchema }), LIMITS.targetsOfAllRuns),
    asExpected: z.boolean(),
    /** The targets by what becomes of them without NAT gateways, in every subnet but the isolated ones. */
    withoutNat: z
      .strictObject({
        ...{ works: ids, worksWithChange: ids, breaks: ids, unknown: ids },
        /** Subnets without any default route beside others, in another project's network. */
        isolatedSubnets: list(text, LIMITS.runs),
      })
      .optional(),
    sentence: z.string().max(LIMITS.sentence),
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
