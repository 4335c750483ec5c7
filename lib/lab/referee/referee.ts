/**
 * Holds every claim of a run against what the kernel counted and what the servers saw. A probe that is wrong
 * about its own packets must not be believed about anything, so one disagreement fails the run.
 */

import { isInside } from '../../../lambda/report/addresses.ts';
import { decisiveOf } from '../../../lambda/report/judge/decisive.ts';
import type { Attempt, Control, Operation, Run, Target } from '../../../lambda/report/report-schema.ts';
import type { Drop, Flow, Link } from '../kernel/kernel.ts';
import type { Sighting } from '../services/internet/internet.ts';

export interface Observations {
  /** The interface's own addresses. */
  readonly ipv4Address: string | null;
  readonly ipv6Address: string | null;
  /** The public addresses of the VPC's NAT gateways, by which a far end knows what NAT64 carried. */
  readonly natAddresses: readonly string[];
  /** The interface's part of the ledger. */
  readonly flows: readonly Flow[];
  readonly drops: readonly Drop[];
  readonly sightings: readonly Sighting[];
  /** The gateway where `::/0` of the interface's subnet leads, by the template. */
  readonly declaredLink: Link | null;
  /** The IPv6 addresses of a host, by the lab's internet. */
  readonly ipv6AddressesOf: (host: string) => readonly string[];
}

/** The disagreements, a sentence each; empty when the kernel confirms every claim. */
export function disagreements(run: Run, facts: Observations): string[] {
  return [
    ...run.targets.flatMap((target) => checkTarget(target, facts)),
    ...run.controls.flatMap((control) => checkControl(control, facts)),
    ...checkSource(run, facts),
  ];
}

function checkTarget(target: Target, facts: Observations): string[] {
  const forced = target.attempts.find(({ mode }) => mode === 'ipv6');
  if (!forced) return [`${target.id}: there is no ipv6 attempt to check`];
  const decisive = decisiveOf(target.expect, target.attempts);
  return [
    ...checkAttempt(target.id, { ...decisive, path: target.path }, facts),
    ...(decisive === forced ? [] : checkAttempt(target.id, forced, facts)),
  ];
}

function checkAttempt(id: string, attempt: Attempt, facts: Observations): string[] {
  return attempt.operations.flatMap((operation) => {
    const claim = `${id}, ${operation.name}`;
    return [
      ...(operation.remoteAddress === null
        ? checkUnconnected(claim, operation, facts)
        : checkConnected(claim, attempt, operation, facts)),
      ...checkAnswer(claim, attempt, operation, facts),
    ];
  });
}

/** Said to be connected: packets both ways through the claimed gateway, and none through any other. */
function checkConnected(
  claim: string,
  { path }: Attempt,
  operation: Operation,
  facts: Observations,
): string[] {
  const address = operation.remoteAddress;
  const link = path === 'none' ? facts.declaredLink : linkOf(path, facts);
  const flows = facts.flows.filter(
    ({ peerAddress, peerPort }) => peerAddress === address && peerPort === operation.port,
  );
  const through = flows.filter((flow) => flow.link === link);
  const elsewhere = flows.filter((flow) => flow.link !== link);
  return [
    ...(through.some(({ handshakes, packetsIn }) => handshakes > 0 && packetsIn > 0)
      ? []
      : [
          `${claim}: connected to ${address} over ${path}, but no handshake crossed the ${link ?? 'missing gateway'}`,
        ]),
    ...elsewhere.map((flow) => `${claim}: said ${path}, but packets to ${address} crossed the ${flow.link}`),
  ];
}

/** The gateway that a path claims; `ipv6` claims whichever the template declares. */
function linkOf(path: Attempt['path'], { declaredLink }: Observations): Link | null {
  if (path === 'eigw') return 'egress-only-internet-gateway';
  if (path === 'igw') return 'internet-gateway';
  if (path === 'vpc-endpoint') return 'vpc-endpoint';
  if (path === 'nat64') return 'nat-gateway';
  return path === 'ipv6' ? declaredLink : null;
}

/** Said not to be connected: no handshake with the host; and no packet at all if it never began. */
function checkUnconnected(claim: string, operation: Operation, facts: Observations): string[] {
  const addresses = facts.ipv6AddressesOf(operation.host);
  const toHost = ({ peerAddress, peerPort }: Pick<Flow, 'peerAddress' | 'peerPort'>) =>
    addresses.includes(peerAddress) && peerPort === operation.port;
  const began = operation.error?.phase !== 'resolve' && operation.error?.code !== 'ENETUNREACH';
  const flows = facts.flows.filter(toHost);
  if (!began) {
    const sent = flows.length + facts.drops.filter(toHost).length;
    return sent === 0 ? [] : [`${claim}: said that nothing was sent, but packets left for ${operation.host}`];
  }
  return flows.some(({ handshakes }) => handshakes > 0)
    ? [`${claim}: said that ${operation.host} was silent, but it answered the handshake`]
    : [];
}

/** A status was claimed: the host must have given it to this interface's address. */
function checkAnswer(
  claim: string,
  { path }: Attempt,
  { host, httpStatus, family }: Operation,
  facts: Observations,
): string[] {
  if (httpStatus === null) return [];
  const seen = facts.sightings.filter((sighting) => sighting.host === host);
  const given = seen.filter((sighting) => sighting.httpStatus === httpStatus);
  const own = family === 'IPv4' ? facts.ipv4Address : facts.ipv6Address;
  const sources = path === 'nat64' ? facts.natAddresses : [own];
  if (given.some(({ sourceAddress }) => sources.includes(sourceAddress))) return [];
  return [
    `${claim}: said that ${host} answered ${httpStatus}, but ${host} gave no such answer to ${sources.join(', ')}`,
  ];
}

/**
 * Over IPv4 as well: what answered must have shaken hands, what stayed silent must have been tried, and of what is said to
 * be unsent no packet may have left.
 */
function checkControl(
  { id, kind, succeeded, unsent, remoteAddresses }: Control,
  facts: Observations,
): string[] {
  if (kind !== 'ipv4') return [];
  const tried = ({ peerAddress }: { peerAddress: string }) => remoteAddresses.includes(peerAddress);
  const flows = facts.flows.filter(tried);
  const answered = flows.some(({ handshakes }) => handshakes > 0);
  if (answered !== succeeded) {
    const word = answered ? 'answered' : 'did not answer';
    return [`the IPv4 control of ${id}: said ${succeeded ? 'answered' : 'silent'}, but the address ${word}`];
  }
  const sent = flows.length + facts.drops.filter(tried).length;
  if (unsent) return sent === 0 ? [] : [`the IPv4 control of ${id}: said unsent, but packets left for it`];
  return sent > 0 ? [] : [`the IPv4 control of ${id}: no packet was ever sent`];
}

/** Each echo really answered the interface with that address, and the source is where it is said to be. */
function checkSource({ source, network }: Run, { ipv6Address, sightings }: Observations): string[] {
  const echoed = sightings
    .filter(({ sourceAddress }) => sourceAddress === ipv6Address)
    .map((sighting) => sighting.echoed?.trim());
  const wrong = source.seenBy.filter(({ address }) => !echoed.includes(address));
  const inside = source.address !== null && isInside(source.address, network.vpcIpv6CidrBlock);
  return [
    ...wrong.map(
      ({ target, address }) =>
        `${target} is said to have seen ${address}, but no echo told that to ${ipv6Address}`,
    ),
    ...(source.insideVpc === null || source.insideVpc === inside
      ? []
      : [`the source ${source.address} is said to be ${source.insideVpc ? 'inside' : 'outside'} the VPC`]),
  ];
}
