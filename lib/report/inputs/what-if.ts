/** The answer to "what happens when my NAT gateways go": made from the lab's runs. Types, and which ways are free. */

import type { GroundRecord } from '../../../lambda/report/lab-schema.ts';
import type { Caller } from './found-targets.ts';
import type { DrawnNetwork } from './network.ts';

/** How packets leave: `unknown` where the lab cannot know, `none` where nothing carries them. */
export type Way = 'nat' | 'eigw' | 'vpc-endpoint' | 'igw' | 'none' | 'unknown';

/** Whether packets come through without NAT. */
export function isFree(way: Way | null): boolean {
  return way === 'eigw' || way === 'vpc-endpoint' || way === 'igw';
}

/** For code as it is, and for code that asks for dual-stack endpoints; null where that is the same code. */
export interface CodeWays {
  readonly unchanged: Way;
  readonly dualStack: Way | null;
}

/**
 * What keeps a target once the NAT gateways are gone: nothing at all, a change to the code, the changes to the
 * infrastructure, both, or only a way that costs money. `broken`: it does not work today either.
 */
export type WhatIfNeed = 'nothing' | 'code' | 'network' | 'network-and-code' | 'paid' | 'broken' | 'unknown';

/** What one run for each of the three networks showed. */
export interface WhatIfAnswer {
  /** The host, image or URL. */
  readonly target: string;
  readonly caller: Caller;
  /** Where it was found, in words; empty for the user's own and the demonstration targets. */
  readonly foundIn: readonly string[];
  /** The names of the workloads that were asked in its place; several where all have the same answer. */
  readonly workloads: readonly string[];
  /** The logical ids of these workloads; empty where the template has none. */
  readonly logicalIds: readonly string[];
  /** The ids of the subnets that these stand in. */
  readonly subnetIds: readonly string[];
  readonly today: Way;
  /** Whether a route of its subnet leads to a NAT gateway or a NAT instance today. */
  readonly behindNat: boolean;
  readonly withoutNat: CodeWays;
  readonly withIpv6: CodeWays;
  readonly needs: WhatIfNeed;
  /** The line to add to the code or its environment; null where none is needed. */
  readonly line: string | null;
  /** Why it breaks or is not known, and what to do; null where it goes on working. */
  readonly cause: { readonly code: string; readonly message: string; readonly remedy: string } | null;
}

export interface WhatIfAdvice {
  /** One for each language of the workloads. */
  readonly lines: readonly {
    readonly language: string;
    readonly title: string;
    /** For one client, and for all of them; may be several lines of code. */
    readonly client: string;
    readonly all: string;
  }[];
  /** What may keep the code on IPv4 all the same. */
  readonly traps: readonly string[];
}

export interface WhatIfRow extends WhatIfAnswer {
  /** How `line` is written in the languages of the workloads; null where it says all there is. */
  readonly advice: WhatIfAdvice | null;
}

export interface PlannedChange {
  readonly kind: string;
  readonly logicalId: string;
  readonly what: string;
  readonly reason: string;
  /** Commands of the AWS CLI, for a VPC without a template. @default - the template carries the change */
  readonly commands?: readonly string[];
  /** What takes the commands back, in its order. @default - the former template does */
  readonly undo?: readonly string[];
}

export interface WhatIfMoney {
  readonly region: string;
  /** When the prices were looked up, for example `2026-11`. */
  readonly pricesOf: string;
  readonly natGateways: number;
  /** A month of the declared NAT gateways: their hours, their addresses, and the bytes that were given. */
  readonly hoursUsd: number;
  readonly addressesUsd: number;
  /** Null where the number of gigabytes is unknown. */
  readonly dataUsd: number | null;
  /** What the targets that break need at the least price, a month; 0 where nothing is needed. */
  readonly neededUsd: number;
  readonly neededFor: string | null;
  /** The services whose gateway endpoints would keep all that breaks; empty where that takes more, or nothing. */
  readonly freeEndpoints: readonly string[];
  readonly savedMonthUsd: number;
  readonly savedYearUsd: number;
}

/** What becomes of an interface endpoint once the VPC has IPv6: it costs by the hour in each of its zones. */
export interface EndpointAnswer {
  readonly logicalId: string;
  /** For example `com.amazonaws.us-west-2.sqs`. */
  readonly serviceName: string;
  /** `can-go`: what goes over it today has a free way without it; `needed`: something breaks without it. */
  readonly answer: 'can-go' | 'needed' | 'unknown';
  /** The targets whose names lead to it, each once. */
  readonly targets: readonly string[];
  /** The lines that the code needs before it can go. */
  readonly lines: readonly string[];
  /** In a sentence without a full stop. */
  readonly because: string;
  /** How to supply what is not known; null where it is known. */
  readonly remedy: string | null;
  /** In how many Availability Zones it has an interface; null where that could not be read, as the price then. */
  readonly zones: number | null;
  /** Its hours, without its data. */
  readonly monthUsd: number | null;
}

export interface WhatIfEndpoints {
  readonly answers: readonly EndpointAnswer[];
  /** When the prices were looked up, for example `2026-11`. */
  readonly pricesOf: string;
  /** The hours of those that can go; no part of what the NAT gateways save. */
  readonly savedMonthUsd: number;
  readonly savedYearUsd: number;
  /** What the answers are not about, a sentence each. */
  readonly limits: readonly string[];
}

export interface UnknownInstance {
  /** Null where the template does not have it. */
  readonly logicalId: string | null;
  readonly id: string;
}

export interface WhatIf {
  readonly schemaVersion: 1;
  readonly region: string;
  /** Whether the targets are the built-in ones, since none was found or named. */
  readonly demonstration: boolean;
  /** What may hide a target of the template's code, and how to name it. */
  readonly gaps: readonly {
    readonly kind: string;
    readonly logicalId: string;
    readonly where: string;
    readonly problem: string;
  }[];
  readonly natGateways: readonly { readonly logicalId: string; readonly id: string }[];
  /** The instances that stand in for NAT gateways; the price table does not have theirs. @default - none */
  readonly natInstances?: readonly { readonly logicalId: string; readonly id: string }[];
  /** What a default route leads to and may be a NAT instance. @default - nothing */
  readonly unknownInstances?: readonly UnknownInstance[];
  readonly rows: readonly WhatIfRow[];
  readonly changes: readonly PlannedChange[];
  /** Changes that are needed and that no edit of the template can make. */
  readonly obstacles: readonly { readonly kind: string; readonly logicalId: string; readonly why: string }[];
  readonly money: WhatIfMoney | null;
  /** @default - the VPC has no interface endpoint */
  readonly endpoints?: WhatIfEndpoints;
  /** The file that the answer with IPv6 comes from; null where none was written. */
  readonly written: { readonly file: string; readonly sha256: string } | null;
  /** Whether the kernel's counters confirm all three runs. */
  readonly confirmed: boolean;
  readonly disagreements: readonly string[];
  /** Whether the NAT gateways can go, as it is or with the named changes; null where something is unknown. */
  readonly canGo: boolean | null;
  readonly sentence: string;
  /** What the records of the hosts rest on. */
  readonly records: readonly HostGrounds[];
  /** What the lab left out, assumed or could not read. */
  readonly notices: readonly string[];
}

/** What the records of a host rest on, and whether it has IPv6 in the lab. */
export interface HostGrounds extends GroundRecord {
  readonly host: string;
  readonly aaaa: boolean;
}

/** What an answer is about: the file as it was given, and when the lab ran. */
export interface WhatIfOrigin {
  readonly file: string;
  /** ISO 8601. */
  readonly startedAt: string;
}

/** The networks that the picture shows. */
export interface WhatIfNetworks {
  readonly today: DrawnNetwork;
  /** With the changes, and without NAT gateways. */
  readonly tomorrow: DrawnNetwork;
}
