/** Reads the network that `what-if` is asked about, plans the changes to it, and finds what its code talks to. */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { dualStackName } from '../../../lambda/report/catalogue/dual-stack-name.ts';
import { fileProblem } from '../../file-problem.ts';
import { readStack } from '../../lab/run/start/read-stack.ts';
import { type ReadNetwork, readNetwork } from '../../lab/run/start/world-model.ts';
import type { LabRequest } from '../../lab/session/request.ts';
import type { Model } from '../../lab/template/model.ts';
import type { Stack } from '../../lab/template/stack.ts';
import { natInstancesOf } from '../../lab/template/without-nat.ts';
import type { Caller, FoundTarget, FoundTargets } from '../../report/inputs/found-targets.ts';
import type { WhatIf } from '../../report/inputs/what-if.ts';
import { findTargets } from '../../targets/find-targets.ts';
import { runtimesIn } from '../../targets/workloads/functions.ts';
import { hasFargateTasks } from '../../targets/workloads/tasks.ts';
import { UserError } from '../../user-error.ts';
import { type AskedTarget, askedTargets, type WantedTarget } from '../../what-if/asked-targets.ts';
import { callersOf } from '../../what-if/callers.ts';
import type { ChangeKind, Planned } from '../../what-if/change.ts';
import { demonstrationTargets } from '../../what-if/demonstration.ts';
import { withPullHosts } from '../../what-if/ecr-images.ts';
import { editsOf, planChanges } from '../../what-if/plan-changes.ts';
import { writeTemplate } from '../../what-if/write-template.ts';
import { calledFrom } from './left-out.ts';

export interface Question {
  /** The network of today. */
  readonly request: LabRequest;
  readonly network: ReadNetwork;
  readonly planned: Planned;
  /** The network with the changes, before the NAT gateways go. */
  readonly changed: LabRequest;
  readonly asked: readonly AskedTarget[];
  /** What may hide a target. */
  readonly gaps: FoundTargets['gaps'];
  readonly demonstration: boolean;
  /** Lambda's, by the function's logical id. */
  readonly runtimes: ReadonlyMap<string, string>;
  readonly written: WhatIf['written'];
}

export interface QuestionOptions {
  /** The URLs that the user named. */
  readonly named: readonly string[];
  /** Whether only these are asked for. */
  readonly onlyNamed: boolean;
  /** The kinds of changes to leave out. */
  readonly without: readonly ChangeKind[];
  /** Whether isolated subnets with workloads get a way out too. */
  readonly openIsolated: boolean;
  /** The file for the changed template; null to write none. */
  readonly file: string | null;
}

/** @throws UserError for what is wrong with the template, or a file that cannot be written */
export async function questionOf(
  request: LabRequest,
  { named, onlyNamed, without, openIsolated, file }: QuestionOptions,
): Promise<Question> {
  const network = await readNetwork(request);
  const planned = planChanges({ ...network, without, openIsolated });
  const stack = await stackOf(request);
  const found =
    onlyNamed || stack === null ? NOTHING : withoutNatInstances(findTargets(stack), network.model);
  const puller = stack !== null && hasFargateTasks(stack) ? 'fargate' : 'code';
  const wanted = [
    ...calledFrom(
      found.targets.map((target) => asWanted(target, network)),
      network.model,
    ),
    ...named.map((url) => wantedBy(url, puller)),
  ];
  return {
    ...{ request, network, planned, gaps: found.gaps },
    changed: changedRequest(request, network, planned, file),
    asked: askedIn(network.model.region, wanted),
    demonstration: wanted.length === 0,
    runtimes: stack === null ? new Map() : runtimesIn(stack),
    written: file === null ? null : { file, sha256: digestOf(file) },
  };
}

const NOTHING: FoundTargets = { targets: [], gaps: [], outside: [] };

/** What only NAT instances call goes with them. */
function withoutNatInstances({ targets, gaps, outside }: FoundTargets, model: Model): FoundTargets {
  const members = natInstancesOf(model).flatMap((each) => each.members);
  const isOfOthers = ({ workloads }: Pick<FoundTarget, 'workloads'>) =>
    workloads.length === 0 || workloads.some((id) => !members.includes(id));
  return { targets: targets.filter(isOfOthers), gaps: gaps.filter(isOfOthers), outside };
}

async function stackOf(request: LabRequest): Promise<Stack | null> {
  const { source } = request;
  if (source.kind === 'synthesize') return null;
  const { stack } = await readStack(source, request);
  return stack;
}

function asWanted({ url, caller, foundIn, workloads }: FoundTarget, network: ReadNetwork): WantedTarget {
  const grounds = foundIn.map(({ logicalId, where }) => `${logicalId}: ${where}`);
  return {
    ...{ url, caller, foundIn: grounds, isAssumed: workloads.length === 0 },
    ...callersOf({ workloads, caller }, network),
  };
}

/** @param puller who fetches images where nothing says it */
function wantedBy(url: string, puller: Caller): WantedTarget {
  return { url, caller: url.startsWith('oci://') ? puller : 'code', foundIn: [], workloads: [] };
}

function askedIn(region: string, wanted: readonly WantedTarget[]): AskedTarget[] {
  const all = wanted.length > 0 ? withPullHosts(wanted) : demonstrationTargets(region);
  return askedTargets(all, (host) => dualStackName(host, region));
}

/** The file that was written is what the lab reads, so that the answer holds for that file. */
function changedRequest(
  request: LabRequest,
  { templateFile, model }: ReadNetwork,
  { changes }: Planned,
  file: string | null,
): LabRequest {
  const edits = editsOf(changes);
  if (file === null) return { ...request, edits };
  save(file, writeTemplate(readFileSync(templateFile, 'utf8'), edits));
  return { ...request, source: { kind: 'template', path: file }, region: model.region };
}

function save(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new UserError(`"${file}" cannot be written: ${fileProblem(error, 'written')}`);
  }
}

function digestOf(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
