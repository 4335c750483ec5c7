/** What the stack costs by the month, in words, from list prices. */

import { TARGET_IDS } from '../../lambda/report/built-in-targets.ts';
import { watchedTargets } from './monitoring/watched-targets.ts';
import { intervalMinutes, type Settings } from './settings.ts';

/** USD in us-east-1, from AWS's public price pages (Amazon CloudWatch), November 2026. Other Regions differ a little. */
const PRICES = {
  date: '2026-11',
  /** For each custom metric, by the hour in which it was sent. */
  metricMonth: 0.3,
  /** For each metric that an alarm looks at. */
  alarmMetricMonth: 0.1,
  dashboardMonth: 3,
  logGigabyte: 0.5,
  /** In each Availability Zone (AWS PrivateLink). */
  interfaceEndpointHour: 0.01,
  interfaceEndpointGigabyte: 0.01,
  /** Fargate on arm64, for each vCPU and gigabyte. */
  fargateCpuHour: 0.03238,
  fargateGigabyteHour: 0.00356,
  hoursInMonth: 730,
};

/** Reached and AsExpected. */
const METRICS_PER_TARGET = 2;

/** What a run with the built-in targets writes in one Availability Zone (measured in the lab: 17 KB). */
const LOG_BYTES_PER_RUN = 17_000;

const MINUTES_IN_HOUR = 60;
const MINUTES_IN_DAY = 24 * MINUTES_IN_HOUR;

/** A line each: what is there, then what each option that is off would add. What is free while idle is not listed. */
export function monthlyCost(settings: Settings): string[] {
  const { dashboard, alarms, schedule } = settings;
  const { dashboardMonth } = PRICES;
  const metrics = metricCount(settings);
  const everyHour = metrics * PRICES.metricMonth;
  return [
    `idle: ${idleCost(settings)}${dashboard ? `; the dashboard ${usd(dashboardMonth)} a month unless it is among the account's first three (natless.dashboard: false leaves it out)` : ''}`,
    ...(schedule === undefined
      ? [
          `an hour with a run in it: ${usd(everyHour / PRICES.hoursInMonth)} for ${metrics} metrics; a run in every hour: ${usd(everyHour)} a month`,
        ]
      : [
          `schedule ${schedule}: ${usd(scheduleCost(settings))} a month for ${metrics} metrics, logs and an alarm`,
        ]),
    ...(alarms ? [] : [`off: alarms would add ${usd(alarmCost(settings))} (natless.alarms)`]),
    ...(schedule === undefined
      ? [
          `off: a run every hour would cost ${usd(scheduleCost({ ...settings, schedule: 'rate(1 hour)' }))} (natless.schedule)`,
        ]
      : []),
    ...(settings.fargate
      ? [
          `fargate: nothing while idle but the image's storage (0.10 USD per GB and month); ${taskCost(settings)} for a run of its tasks`,
        ]
      : []),
    `requests and storage: cents (list prices of us-east-1, ${PRICES.date})`,
  ];
}

/** The sum, and what it is for. */
function idleCost(settings: Settings): string {
  const { alarms, interfaceEndpoints, availabilityZones } = settings;
  const { interfaceEndpointHour, hoursInMonth } = PRICES;
  const endpoints = interfaceEndpoints.length * availabilityZones * interfaceEndpointHour * hoursInMonth;
  const reasons = [
    ...(alarms ? ['alarms'] : []),
    ...(endpoints > 0
      ? [
          `interface endpoints (${interfaceEndpoints.length} in each of ${availabilityZones} Availability Zones), and ${usd(PRICES.interfaceEndpointGigabyte)} per GB through them`,
        ]
      : []),
  ];
  const sum = usd(endpoints + (alarms ? alarmCost(settings) : 0));
  return reasons.length === 0 ? sum : `${sum} a month for ${reasons.join(' and ')}`;
}

/** As fargate/probe-tasks.ts asks for it. */
const TASK = { cpus: 0.5, gigabytes: 1 };

/** A task is paid for a minute at least. */
function taskCost({ availabilityZones }: Settings): string {
  const { fargateCpuHour, fargateGigabyteHour } = PRICES;
  const minute = (TASK.cpus * fargateCpuHour + TASK.gigabytes * fargateGigabyteHour) / MINUTES_IN_HOUR;
  return `${(availabilityZones * minute).toFixed(4)} USD`;
}

function metricCount({ availabilityZones, targets }: Settings): number {
  const measured = TARGET_IDS.length + targets.filter(({ metrics }) => metrics).length;
  const ofControls = 1;
  return (measured * METRICS_PER_TARGET + ofControls) * availabilityZones;
}

/** One for each target and one for the controls, over the metrics of all zones. */
function alarmCost(settings: Settings): number {
  const { availabilityZones } = settings;
  return (watchedTargets(settings).length + 1) * availabilityZones * PRICES.alarmMetricMonth;
}

/** Metrics cost for the hours in which they are sent. `cron(…)` is taken to run once a day, as the least that it must. */
function scheduleCost(settings: Settings): number {
  const { availabilityZones, schedule = '' } = settings;
  const minutes = intervalMinutes(schedule) ?? MINUTES_IN_DAY;
  const hours = Math.min(PRICES.hoursInMonth, (PRICES.hoursInMonth * MINUTES_IN_HOUR) / minutes);
  const runs = ((PRICES.hoursInMonth * MINUTES_IN_HOUR) / minutes) * availabilityZones;
  return (
    (metricCount(settings) * PRICES.metricMonth * hours) / PRICES.hoursInMonth +
    (runs * LOG_BYTES_PER_RUN * PRICES.logGigabyte) / 1e9 +
    availabilityZones * PRICES.alarmMetricMonth
  );
}

function usd(amount: number): string {
  return `${amount.toFixed(2)} USD`;
}
