/** What the stack costs by the month, in words, from list prices. */
import { TARGET_IDS } from '../../lambda/probe/contract.ts';
import type { Settings } from './settings.ts';

/** USD in us-east-1, from AWS's public price pages (Amazon CloudWatch), November 2026. Other Regions differ a little. */
const PRICES = {
  date: '2026-11',
  /** For each custom metric, by the hour in which it was sent. */
  metricMonth: 0.3,
  dashboardMonth: 3,
  /** In each Availability Zone (AWS PrivateLink). */
  interfaceEndpointHour: 0.01,
  interfaceEndpointGigabyte: 0.01,
  hoursInMonth: 730,
};

/** Reached and AsExpected. */
const METRICS_PER_TARGET = 2;

/** A line each. What is free while idle is not listed. */
export function monthlyCost(settings: Settings): string[] {
  const { availabilityZones, dashboard, targets } = settings;
  const measured = TARGET_IDS.length + targets.filter(({ metrics }) => metrics).length;
  const metrics = measured * METRICS_PER_TARGET * availabilityZones;
  const everyHour = metrics * PRICES.metricMonth;
  return [
    `idle: ${endpointsCost(settings)}${dashboard ? `; the dashboard ${usd(PRICES.dashboardMonth)} a month unless it is among the account's first three (natless.dashboard: false leaves it out)` : ''}`,
    `an hour with a run in it: ${usd(everyHour / PRICES.hoursInMonth)} for ${metrics} metrics; a run in every hour: ${usd(everyHour)} a month`,
    `log data and requests: cents (list prices of us-east-1, ${PRICES.date})`,
  ];
}

/** The one thing that costs by the hour. */
function endpointsCost({ interfaceEndpoints: { length }, availabilityZones }: Settings): string {
  if (length === 0) return usd(0);
  const month = length * availabilityZones * PRICES.interfaceEndpointHour * PRICES.hoursInMonth;
  return `${usd(month)} a month for interface endpoints (${length} in each of ${availabilityZones} Availability Zones), and ${usd(PRICES.interfaceEndpointGigabyte)} per GB through them`;
}

function usd(amount: number): string {
  return `${amount.toFixed(2)} USD`;
}
