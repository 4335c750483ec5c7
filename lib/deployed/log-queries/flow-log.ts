/** Which public addresses a VPC sent to, and how much, from flow logs in CloudWatch Logs. */
import { familyOf } from '../../../lambda/report/addresses.ts';
import { specialRange } from '../../../lambda/report/special-addresses.ts';
import type { FlowDestination } from '../../report/inputs/found-targets.ts';
import { type LogQuery, runQuery } from './run-query.ts';

/**
 * docs/finding-targets.md has it too; a test compares them.
 * @param interfaces the ids of network interfaces; none for every record
 */
export function flowQuery(interfaces: readonly string[]): string {
  const list = interfaces.map((id) => JSON.stringify(id)).join(', ');
  const filter = list === '' ? '' : `interfaceId in [${list}] and `;
  return [
    'fields dstAddr, dstPort',
    `| filter ${filter}action = "ACCEPT"`,
    '| stats sum(bytes) as sent by dstAddr, dstPort',
    '| sort sent desc',
    '| limit 1000',
  ].join('\n');
}

interface FlowQuestion extends Omit<LogQuery, 'query'> {
  readonly interfaces: readonly string[];
}

/** Addresses that are not public are left out: no NAT gateway carries those. @throws UserError */
export async function readFlows({ interfaces, ...asked }: FlowQuestion): Promise<FlowDestination[]> {
  const rows = await runQuery({ ...asked, query: flowQuery(interfaces) });
  return rows.flatMap(({ dstAddr = '', dstPort, sent }) => {
    const port = Number(dstPort);
    const isPublic = familyOf(dstAddr) !== null && specialRange(dstAddr) === null;
    return isPublic && Number.isInteger(port) && port > 0 && port < 65_536
      ? [{ address: dstAddr, port, bytes: Number(sent ?? 0) || 0 }]
      : [];
  });
}
