/** Whether a failure says something about the lab instead of the target: its internet is not the real one. Pure. */
import { bareHost, familyOf } from '../addresses.ts';
import type { OperationEvidence } from '../evidence.ts';
import { isInAwsDomain } from '../partitions.ts';
import type { JudgeFacts, LabDrop } from './facts.ts';
import { dropOf } from './lab-drop.ts';
import { nameOf, resourceInWords } from './resource-names.ts';
import { hiddenRoute } from './ways.ts';

/** What the lab does not know, in a clause; null where the failure is the target's or the network's own. */
export function unknownToLab(
  operation: OperationEvidence | undefined,
  facts: Pick<JudgeFacts, 'lab' | 'route'>,
): string | null {
  const { lab } = facts;
  if (!lab || !operation?.error) return null;
  const { host, port, error } = operation;
  const name = host.toLowerCase();
  if (error.phase === 'resolve' && ABSENT.includes(error.code) && lab.unknownHosts.includes(name))
    return `the lab's internet does not have ${name}`;
  if (error.phase !== 'connect') return null;
  const drop = dropOf(operation, facts);
  // What the own network dropped never came to the host, so it does not matter which ports that has.
  if (drop?.by === 'other-network') return elsewhere(drop.remoteAddress, facts);
  if (drop) return drop.letOutTo === undefined ? null : partlyOpen(drop, drop.letOutTo, name);
  return lab.unknownPorts.includes(`${name}:${port}`)
    ? `in the lab nothing listens on ${name}:${port}`
    : null;
}

/** A resolver that does not answer at all is a fault of the network, whatever was asked. */
const ABSENT = ['ENOTFOUND', 'ENODATA'];

function elsewhere(address: string, facts: Pick<JudgeFacts, 'lab' | 'route'>): string {
  const gateway = hiddenRoute(address, facts);
  const where = gateway === null ? 'another network' : nameOf(gateway, facts);
  return `the route to it leads to ${where}, and the lab does not know what comes after that`;
}

function partlyOpen({ resources, port }: LabDrop, blocks: readonly string[], name: string): string {
  const groups = resources.map(resourceInWords).join(' and ');
  return `the security group ${groups} lets port ${port} out only to ${shown(blocks)}, and the lab does not know whether ${name} is there`;
}

/** A list may have hundreds. */
const MOST_SHOWN = 3;

function shown(blocks: readonly string[]): string {
  const more = blocks.length - MOST_SHOWN;
  return `${blocks.slice(0, MOST_SHOWN).join(', ')}${more > 0 ? ` and ${more} more blocks` : ''}`;
}

/** What decides whether such a name has IPv6 is a setting of its owner's, which the name does not show. By a label of it. */
const SETTINGS: ReadonlyMap<string, string> = new Map([
  ['execute-api', "the API's ipAddressType (dualstack)"],
  ['cloudfront', "the distribution's IPV6Enabled"],
  ['elb', "the load balancer's IpAddressType (dualstack)"],
  ['rds', "the database's network type (DUAL)"],
]);

/** The setting behind a name in a domain of AWS's; undefined for any other. */
function settingOf(host: string): string | undefined {
  if (!isInAwsDomain(host) && !host.endsWith('.cloudfront.net')) return undefined;
  const [, ...labels] = host.split('.');
  return labels.map((label) => SETTINGS.get(label)).find((setting) => setting !== undefined);
}

/** How to tell the lab what it does not know; null where that lies behind a route to another network. */
export function remedyForUnknown(
  operation: OperationEvidence,
  facts: Pick<JudgeFacts, 'lab'>,
): string | null {
  const { host, port, error } = operation;
  const drop = dropOf(operation, facts);
  if (drop)
    return drop.letOutTo === undefined
      ? null
      : `look up the real addresses of ${host}, and add an egress rule for them where they are not in ${shown(drop.letOutTo)}`;
  if (familyOf(bareHost(host)) !== null)
    return 'this says nothing about the address: no host of the lab has it: name the host, and declare its records with --host';
  if (error?.phase === 'connect') {
    return `this says nothing about the host: what listens on port ${port} there is unknown to the lab: declare it, as in --host ${host}:${port}=A,AAAA, with the records that it has`;
  }
  const setting = settingOf(host);
  const why = setting === undefined ? '' : `${setting} decides whether it has IPv6: `;
  return `this says nothing about the host: ${why}declare the records that it has, --host ${host}=A, =AAAA or =A,AAAA, or let --resolve ask this machine's resolver`;
}
