/** The settings under the context key `natless` of cdk.json: validated in one place, all problems reported at once. */

import { z } from 'zod';
import { quote } from '../../lambda/report/plain-text.ts';
import { isOffered } from '../../lambda/report/regions/offers.ts';
import { isRegion, REGION_FORM } from '../region.ts';
import { problemsFrom } from '../schema-problems.ts';
import { UserError } from '../user-error.ts';
import { ipv4CidrBlock } from './block-settings.ts';
import { gatewayEndpoints, interfaceEndpoints } from './endpoint-settings.ts';
import { existingVpcProblems, existingVpcSettings } from './existing-vpc-settings.ts';
import { type Names, nameSettings, namesIn } from './name-settings.ts';
import { ecrImage, targets } from './target-settings.ts';
import { availabilityZones, zoneProblems } from './zone-settings.ts';

/** An alarm waits for two intervals, and CloudWatch limits that wait to a few days. */
const SCHEDULE_FORMS =
  'write "rate(1 hour)" (5 minutes to 1 day) or "cron(0 6 * * ? *)" (at least once a day)';

const CONCURRENCY =
  'write a whole number from 1 to 100; the account must keep 100 unreserved (Lambda API Reference, PutFunctionConcurrency)';

const settingsSchema = z.strictObject(
  {
    ...nameSettings,
    /** The VPC's IPv4 block. @default '10.1.0.0/16' */
    ipv4CidrBlock,
    /** How many Availability Zones have a public and a private subnet, or their names; in an existing VPC, the subnets probed. @default 2 */
    availabilityZones,
    /** Whether the role's grants hold only for requests that AWS receives from the VPC's IPv6 block. @default true */
    iamWitness: z.boolean('write true or false').default(true),
    /** The user's own targets, tried in every run. @default [] */
    targets,
    /** Whether an event may name further targets. @default true */
    eventTargets: z.boolean('write true or false').default(true),
    /** How many runs each probe function may have at the same time, which takes as much of the account's limit. @default - no limit of its own: an account with a small limit could not deploy one */
    reservedConcurrency: z.int(CONCURRENCY).min(1, CONCURRENCY).max(100, CONCURRENCY).optional(),
    /** Whether there is a dashboard, which costs money unless it is among the account's first three. @default true */
    dashboard: z.boolean('write true or false').default(true),
    /** Whether there are alarms: for a target that is no longer reached, or newly reached, and for a control that succeeds. @default false */
    alarms: z.boolean('write true or false').default(false),
    /** Where alarms send a mail. @default - no mail */
    alarmMail: z.email('write a mail address in quotes').optional(),
    /** When the probes run by themselves, as an EventBridge Scheduler expression; a missed run raises an alarm. @default - never */
    schedule: z.string(SCHEDULE_FORMS).refine(isSchedule, SCHEDULE_FORMS).optional(),
    /** Whether there is a vector index to probe. @default true where AWS documents S3 Vectors for the Region, or the Region is unknown at synthesis */
    s3Vectors: z.boolean('write true or false').optional(),
    /** Whether Bedrock Runtime is probed, with its model Titan. @default true unless AWS's documentation of the Region leaves the model out */
    bedrockRuntime: z.boolean('write true or false').optional(),
    /** The Regions with a stack each. @default - one stack, in the CLI's Region */
    regions: z
      .array(z.string().refine(isRegion, REGION_FORM), 'write a list such as ["us-west-2", "eu-west-1"]')
      .min(1, 'write at least one Region, or leave it out')
      .refine((list) => new Set(list).size === list.length, {
        error: 'write each Region once: two stacks cannot share a name',
      })
      .optional(),
    /** The services that get an interface endpoint, which costs by the hour. @default [] */
    interfaceEndpoints,
    /** The services that get a gateway endpoint, which costs nothing. @default [] */
    gatewayEndpoints,
    /** Whether the probe is also a Fargate task, to be run by hand; building its image takes Docker. @default false */
    fargate: z.boolean('write true or false').default(false),
    /** An image in the account's ECR, as `repository:tag`, whose pull is also tried. @default - none */
    ecrImage,
    ...existingVpcSettings,
  },
  'write an object such as {}',
);

/** In the order in which errors list them. */
export const SETTING_NAMES: readonly string[] = Object.keys(settingsSchema.shape);

type Parsed = z.output<typeof settingsSchema>;

export type Settings = Omit<Parsed, 'availabilityZones' | keyof Names> &
  Names & {
    /** How many there are, named or not. */
    readonly availabilityZones: number;
    /** Null where CloudFormation chooses them. */
    readonly availabilityZoneNames: readonly string[] | null;
  };

/** Everything that is wrong with the settings, a line each. */
export class InvalidSettings extends UserError {
  constructor(problems: readonly string[]) {
    super(`the settings under "natless" in cdk.json's context are not valid:\n${problems.join('\n')}`);
  }
}

/**
 * @param given the settings as in cdk.json, or as the text that `--context natless='{…}'` passes
 * @throws InvalidSettings
 */
export function readSettings(given: unknown): Settings {
  const context = typeof given === 'string' ? fromCommandLine(given) : given;
  const parsed = settingsSchema.safeParse(context ?? {});
  const problems = [
    ...(parsed.error?.issues ?? []).flatMap((issue) => problemsIn(issue, context)),
    ...existingVpcProblems({ ...(context ?? {}) }),
    ...(parsed.success ? contradictions(parsed.data) : []),
  ];
  if (!parsed.success || problems.length > 0) throw new InvalidSettings(problems);
  const names = zoneNames(parsed.data);
  const { subnetIds, availabilityZones: zones } = parsed.data;
  const count = subnetIds?.length ?? names?.length ?? Number(zones);
  const zoned = { availabilityZones: count, availabilityZoneNames: names };
  return { ...parsed.data, ...namesIn(parsed.data), ...zoned };
}

function zoneNames({ availabilityZones: zones }: Parsed): readonly string[] | null {
  return typeof zones === 'number' ? null : zones;
}

function contradictions(settings: Parsed): string[] {
  return [
    ...uselessMail(settings),
    ...fargateProblems(settings),
    ...zoneProblems(zoneNames(settings), settings.regions ?? []),
  ];
}

/** A mail address without an alarm that would use it. */
function uselessMail({ alarmMail, alarms, schedule }: Parsed): string[] {
  if (alarmMail === undefined || alarms || schedule !== undefined) return [];
  return [
    `  natless.alarmMail is ${quote(alarmMail)}: no alarm would use it; write "alarms": true or a schedule too, or leave it out`,
  ];
}

function fargateProblems({ fargate, vpcId, regions = [] }: Parsed): string[] {
  if (!fargate) return [];
  const missing = regions.filter((region) => isOffered('fargateIpv6Only', region) === false);
  return [
    ...(vpcId === undefined
      ? []
      : [
          '  natless.fargate is true: it adds IPv6-only subnets, and natless does not change an existing VPC; write false, or leave natless.vpcId out',
        ]),
    ...missing.map(
      (region) =>
        `  natless.fargate is true: Fargate does not run in IPv6-only subnets in ${region}; write false, or leave that Region out of natless.regions`,
    ),
  ];
}

function fromCommandLine(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function problemsIn(issue: z.core.$ZodIssue, context: unknown): string[] {
  // The targets' own parser quotes each value and says what would be right.
  if (issue.path[0] === 'targets') return [`  ${issue.message}`];
  const names = { above: ['natless'], noun: 'setting', known: SETTING_NAMES };
  const problems = problemsFrom(issue, context, names);
  return problems.map((problem) => `  ${problem}`);
}

function isSchedule(text: string): boolean {
  if (/^cron\((\S+ ){5}\S+\)$/.test(text)) return true;
  const minutes = intervalMinutes(text);
  return minutes !== null && minutes >= 5 && minutes <= 24 * 60;
}

const MINUTES = { minute: 1, minutes: 1, hour: 60, hours: 60, day: 24 * 60 } as const;

/** How far apart the runs of a `rate(…)` are; null for a `cron(…)`. */
export function intervalMinutes(schedule: string): number | null {
  const [, count, unit] = /^rate\(([1-9]\d*) (minutes?|hours?|day)\)$/.exec(schedule) ?? [];
  return count === undefined ? null : Number(count) * MINUTES[unit as keyof typeof MINUTES];
}
