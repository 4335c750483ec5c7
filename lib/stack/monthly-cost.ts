/** What the stack costs a month, in words, at list prices. */
import { TARGET_IDS, type TargetId } from '../../lambda/report/built-in-targets.ts';
import { HOURS_IN_MONTH, type PriceBasis, pricesFor } from '../prices/prices.ts';
import { usd } from '../prices/usd.ts';
import { watchedTargets } from './monitoring/watched-targets.ts';
import { intervalMinutes, type Settings } from './settings.ts';

/** Reached and AsExpected. */
const METRICS_PER_TARGET = 2;

/** ControlsAsExpected. */
const METRICS_OF_CONTROLS = 1;

/** What a run with the built-in targets writes in one Availability Zone (measured in the lab: 17 KB). */
const LOG_BYTES_PER_RUN = 17_000;

const MINUTES_IN_HOUR = 60;
const MINUTES_IN_DAY = 24 * MINUTES_IN_HOUR;

/** As fargate/probe-tasks.ts asks for it. */
const TASK = { cpus: 0.5, gigabytes: 1 };

interface Deployment {
  readonly settings: Settings;
  /** Null where only the deployment decides. */
  readonly region: string | null;
  /** The built-in targets that the stack leaves out: they have neither metrics nor alarms. */
  readonly absent: readonly TargetId[];
}

interface Priced extends Deployment {
  readonly prices: PriceBasis['rates'];
}

/** A line each: what there is, then what each option that is off would add. What is free while idle is not listed. */
export function monthlyCost(deployment: Deployment): string[] {
  const { region } = deployment;
  const basis = pricesFor(region ?? 'unknown');
  const priced: Priced = { ...deployment, prices: basis.rates };
  return [
    idleLine(priced),
    runsLine(priced),
    ...offLines(priced),
    ...(priced.settings.fargate ? [fargateLine(priced)] : []),
    `requests and storage: cents (${basisWords(basis, region)})`,
  ];
}

function basisWords({ region: whose, date, standIn }: PriceBasis, region: string | null): string {
  const of = region === null ? 'the Region of the deployment' : region;
  return `list prices of ${whose}, ${date}${standIn ? `, which stand in for those of ${of}` : ''}`;
}

function idleLine(priced: Priced): string {
  const dashboard = `; the dashboard ${inUsd(priced.prices.dashboardMonth)} a month unless it is among the account's first three (natless.dashboard: false leaves it out)`;
  return `idle: ${idleCost(priced)}${priced.settings.dashboard ? dashboard : ''}`;
}

/** The sum, and what it is for. */
function idleCost(priced: Priced): string {
  const { alarms, interfaceEndpoints, availabilityZones } = priced.settings;
  const { interfaceEndpointHour, interfaceEndpointGb } = priced.prices;
  const endpoints = interfaceEndpoints.length * availabilityZones * interfaceEndpointHour * HOURS_IN_MONTH;
  const reasons = [
    ...(alarms ? ['alarms'] : []),
    ...(endpoints > 0
      ? [
          `interface endpoints (${interfaceEndpoints.length} in each of ${availabilityZones} Availability Zones), and ${inUsd(interfaceEndpointGb)} per GB through them`,
        ]
      : []),
  ];
  const sum = inUsd(endpoints + (alarms ? alarmCost(priced) : 0));
  return reasons.length === 0 ? sum : `${sum} a month for ${reasons.join(' and ')}`;
}

function runsLine(priced: Priced): string {
  const { schedule } = priced.settings;
  const metrics = metricCount(priced);
  if (schedule !== undefined)
    return `schedule ${schedule}: ${inUsd(scheduleCost(schedule, priced))} a month for ${metrics} metrics, logs and an alarm`;
  const everyHour = metrics * priced.prices.metricMonth;
  return `an hour with a run in it: ${inUsd(everyHour / HOURS_IN_MONTH)} for ${metrics} metrics; a run in every hour: ${inUsd(everyHour)} a month`;
}

function offLines(priced: Priced): string[] {
  const { alarms, schedule } = priced.settings;
  return [
    ...(alarms ? [] : [`off: alarms would add ${inUsd(alarmCost(priced))} (natless.alarms)`]),
    ...(schedule === undefined
      ? [`off: a run every hour would cost ${inUsd(scheduleCost('rate(1 hour)', priced))} (natless.schedule)`]
      : []),
  ];
}

/** A task is billed for at least a minute. */
function fargateLine({ settings: { availabilityZones }, prices }: Priced): string {
  const hour = TASK.cpus * prices.fargateCpuHour + TASK.gigabytes * prices.fargateGbHour;
  const run = availabilityZones * (hour / MINUTES_IN_HOUR);
  return `fargate: while idle only the image's storage (${inUsd(prices.imageGbMonth)} a month for each GB); ${run.toFixed(4)} USD for a run of its tasks`;
}

function metricCount({ settings: { availabilityZones, targets }, absent }: Priced): number {
  const builtIn = TARGET_IDS.filter((id) => !absent.includes(id));
  const measured = builtIn.length + targets.filter(({ metrics }) => metrics).length;
  return (measured * METRICS_PER_TARGET + METRICS_OF_CONTROLS) * availabilityZones;
}

/** One alarm for each target and one for the controls, each over the metrics of all zones. */
function alarmCost({ settings, absent, region, prices }: Priced): number {
  const alarms = watchedTargets(settings, { absent, region }).length + 1;
  return alarms * settings.availabilityZones * prices.alarmMetricMonth;
}

/** Metrics cost for the hours in which they are sent. `cron(…)` counts as once a day, the least that it may be. */
function scheduleCost(schedule: string, priced: Priced): number {
  const { availabilityZones } = priced.settings;
  const { metricMonth, logGb, alarmMetricMonth } = priced.prices;
  const minutes = intervalMinutes(schedule) ?? MINUTES_IN_DAY;
  const intervals = (HOURS_IN_MONTH * MINUTES_IN_HOUR) / minutes;
  const hours = Math.min(HOURS_IN_MONTH, intervals);
  return (
    (metricCount(priced) * metricMonth * hours) / HOURS_IN_MONTH +
    (intervals * availabilityZones * LOG_BYTES_PER_RUN * logGb) / 1e9 +
    availabilityZones * alarmMetricMonth
  );
}

function inUsd(amount: number): string {
  return `${usd(amount)} USD`;
}
