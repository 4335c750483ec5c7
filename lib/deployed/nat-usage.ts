/** What the account's own NAT gateways carried: EC2 lists them, CloudWatch has their traffic. Read-only. */
import {
  CloudWatchClient,
  type MetricDataQuery,
  type MetricDataResult,
  paginateGetMetricData,
} from '@aws-sdk/client-cloudwatch';
import {
  type NatGateway as DescribedGateway,
  EC2Client,
  type NatGatewayAddress,
  paginateDescribeNatGateways,
} from '@aws-sdk/client-ec2';
import type { NatGatewayUsage, NatUsage } from '../report/inputs/nat-usage.ts';
import { callAws, clientConfiguration } from './client.ts';
import type { Place } from './place.ts';

/** About a month, and within the 63 days for which CloudWatch keeps data points finer than an hour. */
const DAYS = 30;
const HOUR_MS = 3_600_000;
const DAYS_MS = DAYS * 24 * HOUR_MS;

/**
 * The bytes that a gateway takes in from both sides are those that pass through it, each counted once (VPC User Guide,
 * "NAT gateway metrics"); AWS bills every gigabyte that it processes, in either direction.
 */
const METRICS = ['BytesInFromSource', 'BytesInFromDestination'] as const;

/** Two metrics of 720 hours each, within a call's 500 queries and 100,800 points (GetMetricData, API Reference). */
const GATEWAYS_PER_CALL = 50;

/** Enough for the pages of a large account, one after the other. */
const TIMEOUT_MS = 60_000;

/** @throws UserError, for example where the credentials are not allowed to */
export async function readNatUsage(
  place: Place,
  signal: AbortSignal,
  now: Date = new Date(),
): Promise<NatUsage> {
  const described = await describeGateways(place, signal);
  const ids = described.flatMap(({ NatGatewayId }) => NatGatewayId ?? []);
  const bytes = ids.length > 0 ? await readBytes(ids, now, place, signal) : new Map<string, number>();
  const gateways = described.map((gateway) => usageOf(gateway, bytes, now));
  return { region: place.region, days: DAYS, gateways };
}

function describeGateways(place: Place, signal: AbortSignal): Promise<DescribedGateway[]> {
  const call = {
    doing: 'looking for NAT gateways',
    permission: 'ec2:DescribeNatGateways',
    timeoutMs: TIMEOUT_MS,
    place,
    signal,
  };
  return callAws(call, new EC2Client(clientConfiguration(place)), async (client, options) => {
    const input = { Filter: [{ Name: 'state', Values: ['available'] }] };
    const gateways: DescribedGateway[] = [];
    for await (const page of paginateDescribeNatGateways({ client }, input, options)) {
      gateways.push(...(page.NatGateways ?? []));
    }
    return gateways;
  });
}

/** The sum of the metrics by gateway; missing for a gateway without traffic. */
function readBytes(
  ids: readonly string[],
  now: Date,
  place: Place,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, number>> {
  const call = {
    doing: 'reading the metrics of the NAT gateways',
    permission: 'cloudwatch:GetMetricData',
    timeoutMs: TIMEOUT_MS,
    place,
    signal,
  };
  return callAws(call, new CloudWatchClient(clientConfiguration(place)), async (client, options) => {
    const sums = new Map<string, number>();
    for (let start = 0; start < ids.length; start += GATEWAYS_PER_CALL) {
      const chunk = ids.slice(start, start + GATEWAYS_PER_CALL);
      for await (const page of paginateGetMetricData({ client }, inputFor(chunk, now), options)) {
        for (const result of page.MetricDataResults ?? []) add(sums, chunk, result);
      }
    }
    return sums;
  });
}

function inputFor(ids: readonly string[], now: Date) {
  return {
    StartTime: new Date(now.getTime() - DAYS_MS),
    EndTime: now,
    MetricDataQueries: ids.flatMap((id, index) => METRICS.map((metric) => queryFor(id, index, metric))),
  };
}

function queryFor(gatewayId: string, index: number, metric: string): MetricDataQuery {
  return {
    Id: `g${index}_${metric}`,
    MetricStat: {
      Metric: {
        Namespace: 'AWS/NATGateway',
        MetricName: metric,
        Dimensions: [{ Name: 'NatGatewayId', Value: gatewayId }],
      },
      Period: HOUR_MS / 1_000,
      Stat: 'Sum',
    },
  };
}

/** A long result comes in parts, on several pages. */
function add(sums: Map<string, number>, ids: readonly string[], { Id, Values = [] }: MetricDataResult): void {
  const id = ids[indexIn(Id)];
  if (id === undefined) return;
  sums.set(
    id,
    Values.reduce((sum, value) => sum + value, sums.get(id) ?? 0),
  );
}

/** A result names only its query. */
function indexIn(queryId: string | undefined): number {
  return Number(/^g(\d+)_/.exec(queryId ?? '')?.[1] ?? Number.NaN);
}

function usageOf(gateway: DescribedGateway, bytes: ReadonlyMap<string, number>, now: Date): NatGatewayUsage {
  const { NatGatewayId: id = 'unknown', VpcId, CreateTime, NatGatewayAddresses = [] } = gateway;
  const age = CreateTime ? now.getTime() - CreateTime.getTime() : DAYS_MS;
  return {
    id,
    vpcId: VpcId ?? null,
    isPublic: gateway.ConnectivityType !== 'private',
    zones: gateway.AvailabilityMode === 'regional' ? zonesOf(NatGatewayAddresses) : 1,
    publicAddresses: NatGatewayAddresses.filter(({ PublicIp }) => PublicIp !== undefined).length,
    hours: Math.max(0, Math.min(DAYS_MS, age)) / HOUR_MS,
    bytes: bytes.get(id) ?? 0,
  };
}

/** AWS bills a regional gateway in each zone into which it has expanded (VPC User Guide, "Regional NAT gateways"). */
function zonesOf(addresses: readonly NatGatewayAddress[]): number {
  const zones = addresses.flatMap(
    ({ AvailabilityZoneId, AvailabilityZone }) => AvailabilityZoneId ?? AvailabilityZone ?? [],
  );
  return Math.max(1, new Set(zones).size);
}
