/** Asks the networks of `what-if`, and puts their answers together. */
import { basename } from 'node:path';
import { serviceHosts } from '../../../lambda/report/catalogue/dual-stack-name.ts';
import type { LabOutcome } from '../../lab/lab.ts';
import type { ReadNetwork } from '../../lab/run/start/world-model.ts';
import { natGatewaysOf, natInstancesOf } from '../../lab/template/without-nat.ts';
import type { PriceTable } from '../../prices/prices.ts';
import type { PlannedChange, WhatIf, WhatIfNetworks, WhatIfOrigin } from '../../report/inputs/what-if.ts';
import { type LanguageName, languageOfRuntime } from '../../report/languages.ts';
import { whatIfMoney } from '../../report/savings/what-if-money.ts';
import { type AdviceBasis, withAdvice } from '../../report/what-if-advice.ts';
import { asCommands } from '../../what-if/aws-commands.ts';
import type { Change } from '../../what-if/change.ts';
import { canGo, type ThreeNetworks, whatIfRows } from '../../what-if/conclude.ts';
import { whatIfSentence } from '../../what-if/sentence.ts';
import { endpointAnswers } from './endpoints.ts';
import { leftOutOf } from './left-out.ts';
import { type LabRuns, runNetworks } from './networks.ts';
import type { Question } from './question.ts';

interface MoneyOptions {
  /** What passes through the NAT gateways in a month; null where that is unknown. */
  readonly natGb: number | null;
  readonly prices: PriceTable | undefined;
}

export interface AnswerOptions extends MoneyOptions {
  /** The language of the advice; undefined to take each function's. */
  readonly language: LanguageName | undefined;
}

export interface Answered {
  readonly result: WhatIf;
  /** For the page's picture. */
  readonly drawn: WhatIfNetworks;
  /** For its heading. */
  readonly origin: WhatIfOrigin;
}

/** @throws UserError for what the user can fix */
export async function answer(
  question: Question,
  { language, ...money }: AnswerOptions,
  lab: LabRuns,
): Promise<Answered> {
  const { model } = question.network;
  const natGateways = natGatewaysOf(model);
  const { networks, outcomes, drawn } = await runNetworks(question, lab);
  const natInstances = natInstancesOf(model);
  const unknownInstances = model.forwarders
    .filter(({ isNat }) => !isNat)
    .map(({ logicalId, id }) => ({ logicalId, id }));
  const answers = whatIfRows(question.asked, networks, {
    natInstances: natInstances.map(({ id }) => id),
    obstacles: question.planned.obstacles,
    leftOut: leftOutOf(question.request, model),
  });
  const rows = withAdvice(answers, adviceBasis(question, language));
  const changes = question.planned.changes.map((change) => shownChange(change, question.network));
  const disagreements = outcomes.flatMap(({ report }) =>
    report.runs.flatMap((run) => run.lab?.referee.disagreements ?? []),
  );
  const endpoints = endpointAnswers(question, networks, money.prices);
  const priced = natGateways.length === 0 ? null : moneyOf(question, money, rows, networks);
  const asked = { demonstration: question.demonstration, gaps: question.gaps.length };
  const result: WhatIf = {
    schemaVersion: 1,
    region: model.region,
    demonstration: question.demonstration,
    gaps: question.gaps.map(({ kind, logicalId, where, problem }) => ({ kind, logicalId, where, problem })),
    natGateways: natGateways.map(({ logicalId, id }) => ({ logicalId, id })),
    natInstances: natInstances.map(({ logicalId, id }) => ({ logicalId: logicalId ?? id, id })),
    unknownInstances,
    rows,
    changes,
    obstacles: question.planned.obstacles,
    money: priced,
    ...endpoints,
    written: question.written,
    confirmed: disagreements.length === 0,
    disagreements: [...new Set(disagreements)],
    canGo: canGo(rows, asked),
    sentence: whatIfSentence({
      ...{ rows, natGateways: natGateways.length, natInstances: natInstances.length, unknownInstances },
      changes: changes.length,
      obstacles: question.planned.obstacles.length,
      ...asked,
      freeEndpoints: priced?.freeEndpoints ?? [],
      endpoints: (endpoints.endpoints?.answers ?? []).map((each) => each.answer),
    }),
    records: recordsIn(outcomes),
    notices: [...new Set(outcomes.flatMap(({ notices }) => notices))],
  };
  return { result, drawn, origin: originOf(question, outcomes) };
}

function originOf({ request, network }: Question, outcomes: readonly LabOutcome[]): WhatIfOrigin {
  const file = request.source.kind === 'synthesize' ? network.templateFile : request.source.path;
  const starts = outcomes.flatMap(({ report }) => report.runs.map(({ startedAt }) => startedAt));
  return { file: basename(file), startedAt: starts.sort()[0] ?? '' };
}

function adviceBasis(
  { network: { model }, runtimes }: Question,
  language: LanguageName | undefined,
): AdviceBasis {
  const { byHost } = serviceHosts(model.region);
  return {
    languageOf: (id) => language ?? languageOfRuntime(id === null ? null : (runtimes.get(id) ?? null)),
    isService: (host) => byHost.has(host),
  };
}

function moneyOf(
  { network: { model } }: Question,
  { natGb, prices }: MoneyOptions,
  rows: WhatIf['rows'],
  { withIpv6 }: ThreeNetworks,
): WhatIf['money'] {
  const zones = new Set(model.subnets.map(({ availabilityZone }) => availabilityZone)).size;
  return whatIfMoney({
    region: model.region,
    // A regional one has no subnet, and spreads over the zones of the VPC.
    natGateways: natGatewaysOf(model).map(({ subnetId }) => ({ zones: subnetId === null ? zones : 1 })),
    ...{ natGb, rows, prices, runs: withIpv6.map(({ run }) => run) },
  });
}

/** The template that stands for a described VPC is never deployed. */
function shownChange(change: Change, network: ReadNetwork): PlannedChange {
  if (network.described) return asCommands(change, network);
  const { edits: _, ...shown } = change;
  return shown;
}

/** What the lab knows of the hosts that were asked for, each once. */
function recordsIn(outcomes: readonly LabOutcome[]): WhatIf['records'] {
  const records = outcomes.flatMap(({ report }) => report.runs.flatMap(({ lab }) => lab?.hosts ?? []));
  return [...new Map(records.map((record) => [record.host, record])).values()].map(
    ({ host, aaaa, ground }) => ({ host, aaaa, ...ground }),
  );
}
