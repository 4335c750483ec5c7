/** The answer in a sentence or two. Pure. */
import { ONLY_DEMONSTRATIONS } from '../../lambda/report/judge/sentence-for-others.ts';
import { workingWithout } from '../../lambda/report/judge/working-without.ts';
import { count } from '../count.ts';
import type { EndpointAnswer, UnknownInstance, WhatIfAnswer } from '../report/inputs/what-if.ts';
import { byNat, isAboutOthers } from './conclude.ts';

interface Basis {
  readonly rows: readonly WhatIfAnswer[];
  readonly natGateways: number;
  readonly natInstances: number;
  /** What may be a NAT instance. */
  readonly unknownInstances: readonly UnknownInstance[];
  /** How many changes to the infrastructure are planned. */
  readonly changes: number;
  /** How many things no edit of the template can do. */
  readonly obstacles: number;
  /** How many places may hide targets. */
  readonly gaps: number;
  readonly demonstration: boolean;
  /** Gateway endpoints that would keep all that breaks, which cost nothing; empty where that takes more. */
  readonly freeEndpoints: readonly string[];
  /** What becomes of each interface endpoint. */
  readonly endpoints: readonly EndpointAnswer['answer'][];
}

export function whatIfSentence(given: Basis): string {
  const { affected: rows, apart } = byNat(given.rows);
  const basis = { ...given, rows };
  const { natGateways, natInstances } = basis;
  if (rows.length === 0) return 'Nothing was asked: no subnet of the VPC has a place for a probe.';
  const answer =
    natGateways + natInstances === 0
      ? `The VPC has no NAT gateway. ${targetsInWords(basis)}${onlyAfter(basis)}.`
      : verdict(basis);
  return `${answer}${apartInWords(apart)}${instancesInWords(basis)}${endpointsInWords(basis)}${limitInWords(basis)}`;
}

function apartInWords(apart: readonly WhatIfAnswer[]): string {
  if (apart.length === 0) return '';
  const workloads = [...new Set(apart.flatMap((row) => row.workloads))];
  return ` Broken with and without NAT: ${targetsThat(apart, 'broken').join(', ')} from ${workloads.join(', ')}.`;
}

function instancesInWords({ unknownInstances }: Basis): string {
  return unknownInstances
    .map(({ logicalId, id }) =>
      logicalId === null
        ? ` What ${id} is, to which IPv4 leads, the template does not show.`
        : ` Whether ${logicalId}, to which IPv4 leads, is a NAT instance is not known: if it is, add --value ${logicalId}.SourceDestCheck=false.`,
    )
    .join('');
}

function endpointsInWords({ endpoints }: Basis): string {
  if (endpoints.length === 0) return '';
  const free = endpoints.filter((answer) => answer === 'can-go').length;
  return ` ${free} of ${count(endpoints.length, 'interface endpoint')} can go with IPv6.`;
}

/** What the answer is not about. */
function limitInWords({ demonstration, gaps }: Basis): string {
  if (demonstration && gaps > 0)
    return ` Only demonstration targets were tried, and ${count(gaps, 'place')} may hide what your code calls: name its targets with --target.`;
  if (demonstration) return ` ${ONLY_DEMONSTRATIONS}`;
  return gaps === 0 ? '' : ` It is about these targets only: ${count(gaps, 'place')} may hide more.`;
}

function verdict(basis: Basis): string {
  const { rows, freeEndpoints } = basis;
  const nat = natInWords(basis);
  const breaking = targetsThat(rows, 'paid');
  const open = [...targetsThat(rows, 'unknown'), ...targetsThat(rows, 'broken')];
  if (breaking.length > 0) {
    const limit = freeEndpoints.length === 0 ? 'for free' : 'with these changes only';
    return `${upper(nat)} cannot go ${limit}: ${breaking.join(', ')} would break, with IPv6 too.${freeInWords(freeEndpoints)}${openInWords(open)}`;
  }
  if (open.length > 0) return `Whether ${nat} can go is not known.${openInWords(open)}`;
  if (isAboutOthers(basis))
    return `Whether ${nat} can go is not known. ${targetsInWords(basis)}${onlyAfter(basis)}.`;
  return `${upper(nat)} can go${onlyAfter(basis) || ' as it is'}: ${targetsInWords(basis)}.`;
}

function freeInWords(services: readonly string[]): string {
  if (services.length === 0) return '';
  return ` A gateway endpoint (${services.join(', ')}) costs nothing and would keep it; the lab did not try that.`;
}

/** `the NAT gateway and the 2 NAT instances`. */
function natInWords({ natGateways, natInstances }: Basis): string {
  const parts = [
    { number: natGateways, noun: 'NAT gateway' },
    { number: natInstances, noun: 'NAT instance' },
  ].filter(({ number }) => number > 0);
  return parts.map(({ number, noun }) => `the ${number === 1 ? noun : count(number, noun)}`).join(' and ');
}

function upper(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

function targetsThat(rows: readonly WhatIfAnswer[], needs: WhatIfAnswer['needs']): string[] {
  return [...new Set(rows.filter((row) => row.needs === needs).map(({ target }) => shown(target)))];
}

function shown(target: string): string {
  return target.replace(/^https:\/\//, '');
}

function openInWords(open: readonly string[]): string {
  return open.length === 0 ? '' : ` Not answered: ${open.join(', ')}.`;
}

/** Empty where nothing has to change. */
function onlyAfter({ rows, changes, obstacles }: Basis): string {
  const needsNetwork = rows.some(({ needs }) => needs === 'network' || needs === 'network-and-code');
  const needsCode = rows.some(({ line }) => line !== null);
  const parts = [
    ...(needsNetwork ? [`the ${count(changes, 'change')} to the infrastructure`] : []),
    ...(needsNetwork && obstacles > 0 ? [`${count(obstacles, 'change')} by hand`] : []),
    ...(needsCode ? ['the lines of code'] : []),
  ];
  const last = parts.pop();
  if (last === undefined) return '';
  return ` after ${parts.length === 0 ? last : `${parts.join(', ')} and ${last}`}`;
}

function targetsInWords({ rows, natGateways, natInstances }: Basis): string {
  const all = new Set(rows.map(({ target }) => target)).size;
  const kept = all - new Set(rows.filter(isLost).map(({ target }) => target)).size;
  const noun = natInstances === 0 ? 'a NAT gateway' : natGateways === 0 ? 'a NAT instance' : 'NAT';
  return workingWithout(kept, all, noun);
}

function isLost({ needs }: WhatIfAnswer): boolean {
  return needs === 'paid' || needs === 'unknown' || needs === 'broken';
}
