/**
 * Checks every claim of a run against the kernel's counters and the servers' records. A probe that is wrong about its own
 * packets cannot be trusted about anything, so one disagreement fails the run.
 */

import { isInside } from '../../../lambda/report/addresses.ts';
import { decisiveOf } from '../../../lambda/report/judge/decisive.ts';
import { isReached } from '../../../lambda/report/judge/path.ts';
import type { Attempt, Control, Operation, Run, Target } from '../../../lambda/report/report-schema.ts';
import type { Drop, Flow, Link } from '../kernel/kernel.ts';
import type { Sighting } from '../services/internet/internet.ts';

export interface Observations {
  /** The interface's own addresses. */
  readonly ipv4Address: string | null;
  readonly ipv6Address: string | null;
  /** The public addresses of the VPC's NAT gateways, which servers see as the source of what NAT64 carried. */
  readonly natAddresses: readonly string[];
  /** The interface's part of the ledger. */
  readonly flows: readonly Flow[];
  readonly drops: readonly Drop[];
  readonly sightings: readonly Sighting[];
  /** The kind of gateway that the template names for `::/0` of the interface's subnet. */
  readonly declaredLink: Link | null;
  /** The IPv6 addresses of a host on the lab's internet. */
  readonly ipv6AddressesOf: (host: string) => readonly string[];
}

/** The disagreements, a sentence each; empty when the kernel confirms every claim. */
export function disagreements(run: Run, observed: Observations): string[] {
  return [
    // A witness is a target that was tried only to confirm the others.
    ...[...run.targets, ...run.witnesses].flatMap((target) => checkTarget(target, observed)),
    ...run.controls.flatMap((control) => checkControl(control, observed)),
    ...checkSource(run, observed),
  ];
}

function checkTarget(target: Target, observed: Observations): string[] {
  const forced = target.attempts.find(({ mode }) => mode === 'ipv6');
  if (!forced) return [`${target.id}: there is no ipv6 attempt to check`];
  const decisive = decisiveOf(target.expect, target.attempts);
  return [
    ...checkAttempt(target.id, { ...decisive, path: target.path }, observed),
    ...(decisive === forced ? [] : checkAttempt(target.id, forced, observed)),
  ];
}

function checkAttempt(id: string, attempt: Attempt, observed: Observations): string[] {
  const linkFor = linksOf(attempt, observed);
  return attempt.operations.flatMap((operation) => {
    const claim = `${id}, ${operation.name}`;
    return [
      ...(operation.remoteAddress === null
        ? checkUnconnected(claim, operation, observed)
        : checkConnected(claim, attempt, operation, linkFor(operation), observed)),
      ...checkAnswer(claim, linkFor(operation), operation, observed),
    ];
  });
}

/**
 * The gateway that each operation must have crossed. The first operation that strays gives an attempt its path: once one
 * did cross that path's gateway, the others may have crossed the declared one.
 */
function linksOf(
  { path, operations }: Attempt,
  observed: Observations,
): (operation: Operation) => Link | null {
  const claimed = path === 'none' ? observed.declaredLink : linkOf(path, observed);
  const crossed = (operation: Operation) =>
    flowsOf(operation, observed).some(({ link, handshakes }) => link === claimed && handshakes > 0);
  if (isReached(path) || !operations.some(crossed)) return () => claimed;
  return (operation) => (crossed(operation) ? claimed : observed.declaredLink);
}

function flowsOf({ remoteAddress, port }: Operation, { flows }: Observations): readonly Flow[] {
  return flows.filter(({ peerAddress, peerPort }) => peerAddress === remoteAddress && peerPort === port);
}

/** Reported as connected: packets crossed the gateway both ways, and no other gateway. */
function checkConnected(
  claim: string,
  { path }: Attempt,
  operation: Operation,
  link: Link | null,
  observed: Observations,
): string[] {
  const address = operation.remoteAddress;
  const flows = flowsOf(operation, observed);
  const through = flows.filter((flow) => flow.link === link);
  const elsewhere = flows.filter((flow) => flow.link !== link);
  return [
    ...(through.some(({ handshakes, packetsIn }) => handshakes > 0 && packetsIn > 0)
      ? []
      : [
          `${claim}: connected to ${address} over ${path}, but no handshake crossed the ${link ?? 'missing gateway'}`,
        ]),
    ...elsewhere.map(
      (flow) => `${claim}: reported path ${path}, but packets to ${address} crossed the ${flow.link}`,
    ),
  ];
}

/** The gateway that a path claims; `ipv6` claims the one that the template declares. */
function linkOf(path: Attempt['path'], { declaredLink }: Observations): Link | null {
  if (path === 'eigw') return 'egress-only-internet-gateway';
  if (path === 'igw') return 'internet-gateway';
  if (path === 'vpc-endpoint') return 'vpc-endpoint';
  if (path === 'nat64') return 'nat-gateway';
  return path === 'ipv6' ? declaredLink : null;
}

/** Reported as not connected: the host answered no handshake, and without an attempt no packet was sent. */
function checkUnconnected(claim: string, operation: Operation, observed: Observations): string[] {
  const addresses = observed.ipv6AddressesOf(operation.host);
  const toHost = ({ peerAddress, peerPort }: Pick<Flow, 'peerAddress' | 'peerPort'>) =>
    addresses.includes(peerAddress) && peerPort === operation.port;
  const began = operation.error?.phase !== 'resolve' && operation.error?.code !== 'ENETUNREACH';
  const flows = observed.flows.filter(toHost);
  if (!began) {
    const sent = flows.length + observed.drops.filter(toHost).length;
    return sent === 0
      ? []
      : [`${claim}: reported that nothing was sent, but packets left for ${operation.host}`];
  }
  return flows.some(({ handshakes }) => handshakes > 0)
    ? [`${claim}: reported ${operation.host} as silent, but it answered the handshake`]
    : [];
}

/** Reported with a status: the host must have sent it to this interface's address, or to that of the NAT in between. */
function checkAnswer(
  claim: string,
  link: Link | null,
  { host, httpStatus, family }: Operation,
  observed: Observations,
): string[] {
  if (httpStatus === null) return [];
  const answers = observed.sightings.filter((sighting) => sighting.host === host);
  const given = answers.filter((sighting) => sighting.httpStatus === httpStatus);
  const own = family === 'IPv4' ? observed.ipv4Address : observed.ipv6Address;
  const sources = link === 'nat-gateway' ? observed.natAddresses : [own];
  if (given.some(({ sourceAddress }) => sources.includes(sourceAddress))) return [];
  return [
    `${claim}: reported that ${host} answered ${httpStatus}, but ${host} did not send that to ${sources.join(', ')}`,
  ];
}

/**
 * Controls over IPv4: one that answered must have completed a handshake, one that stayed silent must have been tried, and
 * for one that is reported as unsent no packet may have left.
 */
function checkControl(
  { id, kind, succeeded, unsent, remoteAddresses }: Control,
  observed: Observations,
): string[] {
  if (kind !== 'ipv4') return [];
  const tried = ({ peerAddress }: { peerAddress: string }) => remoteAddresses.includes(peerAddress);
  const flows = observed.flows.filter(tried);
  const answered = flows.some(({ handshakes }) => handshakes > 0);
  if (answered !== succeeded) {
    const word = answered ? 'answered' : 'did not answer';
    return [
      `the IPv4 control of ${id}: reported as ${succeeded ? 'answered' : 'silent'}, but the address ${word}`,
    ];
  }
  const sent = flows.length + observed.drops.filter(tried).length;
  if (unsent)
    return sent === 0 ? [] : [`the IPv4 control of ${id}: reported as unsent, but packets left for it`];
  return sent > 0 ? [] : [`the IPv4 control of ${id}: no packet was ever sent`];
}

/** Each echo service sent the reported address to the interface, and the source is where the report puts it. */
function checkSource({ source, network }: Run, { ipv6Address, sightings }: Observations): string[] {
  const echoed = sightings
    .filter(({ sourceAddress }) => sourceAddress === ipv6Address)
    .map((sighting) => sighting.echoed?.trim());
  const wrong = source.seenBy.filter(({ address }) => !echoed.includes(address));
  const inside = network.vpcIpv6CidrBlocks.some((block) => isInside(source.address ?? '', block));
  return [
    ...wrong.map(
      ({ target, address }) =>
        `${target} is reported to have seen ${address}, but no echo service sent that to ${ipv6Address}`,
    ),
    ...(source.insideVpc === null || source.insideVpc === inside
      ? []
      : [`the source ${source.address} is reported as ${source.insideVpc ? 'inside' : 'outside'} the VPC`]),
  ];
}
