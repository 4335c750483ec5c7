/** The prices of one Region, in USD. */
import { z } from 'zod';

const usd = z.number('write a price in USD, such as 0.045').nonnegative('write a price of 0 or more');

/** What savings are estimated from. */
export const networkRates = z.strictObject({
  natGatewayHour: usd,
  natGatewayGb: usd,
  /** In each Availability Zone. */
  interfaceEndpointHour: usd,
  interfaceEndpointGb: usd,
  publicIpv4AddressHour: usd,
  /** The smallest instance that will do, and its volume by the month. */
  nat64InstanceHour: usd,
  nat64InstanceVolumeMonth: usd,
});

/** What else the stack itself costs. */
export const stackRates = z.strictObject({
  /** For each custom metric, prorated by the hours in which it was sent. */
  metricMonth: usd,
  /** For each metric that an alarm looks at. */
  alarmMetricMonth: usd,
  dashboardMonth: usd,
  logGb: usd,
  /** Fargate on arm64, for each vCPU and each GB of memory. */
  fargateCpuHour: usd,
  fargateGbHour: usd,
  imageGbMonth: usd,
});

export type Rates = z.infer<typeof networkRates> & z.infer<typeof stackRates>;
