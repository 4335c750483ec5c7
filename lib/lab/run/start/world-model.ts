/** The model of a world's network: reads or synthesizes its template, applies the world's changes, and adds a probe if there is none. */

import { readVpcFile } from '../../../vpc-file/read-vpc-file.ts';
import type { LabRequest } from '../../session/request.ts';
import { type Assembly, readAssembly, readTemplateFiles } from '../../template/assembly.ts';
import { buildModel } from '../../template/build-model.ts';
import { withEdits } from '../../template/edits.ts';
import { mergeTemplates } from '../../template/merge-templates.ts';
import type { Model } from '../../template/model.ts';
import { requireReadableSubnets, requireReadableWay } from '../../template/on-the-way.ts';
import { takeOut } from '../../template/take-out.ts';
import { TemplateError } from '../../template/template-error.ts';
import { withoutEndpointPolicies, withoutInterfaceEndpoints } from '../../template/without-endpoints.ts';
import { withoutLoops } from '../../template/without-loops.ts';
import { withoutNat } from '../../template/without-nat.ts';
import type { World } from '../../worlds/world.ts';
import { findWorld } from '../../worlds/worlds.ts';
import { ownSettings, synthesize } from '../synthesis/synthesize.ts';
import { withProbe } from './add-probe.ts';
import { isAskedIn } from './asked-names.ts';
import { requireInsideAssembly } from './asset-folder.ts';
import { awsHostsIn, probeWorkload } from './probe-in-template.ts';
import { ACCOUNT_ID, regionOf } from './stack-place.ts';

export interface WorldModel {
  readonly model: Model;
  /** Whether the template is this project's, with a probe of its own. */
  readonly isOwn: boolean;
}

/** @throws TemplateError for what is wrong with the template */
export async function worldModel(
  request: LabRequest,
  world: World,
  progress: (step: string) => void,
): Promise<WorldModel> {
  const assembly = await assemblyOf(request, world, progress);
  progress('building the network');
  const { model: found } = networkOf(assembly, request, world);
  if (request.on === 'fargate' && found.functions.length === 0) throw withoutTask();
  for (const fn of found.functions) requireInsideAssembly(fn, assembly.assetRoot);
  const isOwn = found.functions.length > 0;
  return { isOwn, model: isOwn ? found : probed(found, request) };
}

/** What could not be read matters only where the added probe's packets would meet it. */
function probed(model: Model, request: LabRequest): Model {
  requireReadableSubnets(model, request.subnet);
  return requireReadableWay(withProbe(model, request), isAskedIn(request, model));
}

/** The lab adds a Lambda probe to a template without one, but no task. */
function withoutTask(): TemplateError {
  return new TemplateError(
    'the template has no Fargate task of natless: synthesize it with "fargate": true among the settings',
  );
}

async function assemblyOf(
  { source, region, on }: LabRequest,
  { name, settings }: World,
  progress: (step: string) => void,
): Promise<Assembly> {
  if (settings && source.kind !== 'synthesize') {
    throw new TemplateError(
      `the world "${name}" is synthesized with settings of its own: leave --assembly, --template and --vpc-file out`,
    );
  }
  if (source.kind === 'assembly' || source.kind === 'synthesized') return readAssembly(source.path, region);
  if (source.kind === 'template') return readTemplateFiles([source.path, ...(source.beside ?? [])]);
  if (source.kind === 'vpc-file') return readVpcFile(source.path);
  return readAssembly(
    await synthesize(progress, on === 'fargate' ? withFargate(settings) : settings),
    region,
  );
}

/** The user asked for Fargate, so its tasks must exist even if cdk.json has none. */
function withFargate(settings: object = ownSettings()): object {
  return { ...settings, fargate: true };
}

/** The network that a template describes, as the lab would build it, and the template itself. */
export interface ReadNetwork extends Assembly {
  readonly model: Model;
}

/**
 * Reads it without building anything.
 * @throws TemplateError for what is wrong with the template
 */
export async function readNetwork(request: LabRequest): Promise<ReadNetwork> {
  const world = findWorld(request.world);
  const assembly = await assemblyOf(request, world, () => {});
  return { ...assembly, ...networkOf(assembly, request, world) };
}

function withoutParts(model: Model, request: LabRequest): Model {
  const changes = [
    ...(request.withoutNat ? [withoutNat] : []),
    ...(request.withoutInterfaceEndpoints ? [withoutInterfaceEndpoints] : []),
    ...(request.withoutEndpointPolicies ? [withoutEndpointPolicies] : []),
  ];
  return changes.reduce((changed, change) => change(changed), model);
}

/** @returns with the template of the model: of several files, the one that they are together */
function networkOf(
  assembly: Assembly,
  request: LabRequest,
  world: World,
): Pick<ReadNetwork, 'model' | 'template'> {
  const accountId = assembly.accountId ?? ACCOUNT_ID;
  const props = { ...assembly, ...request, region: regionOf(assembly, request.region), accountId };
  const { template: merged, parameters } = mergeTemplates(assembly, props);
  // Changes, and what is taken out, may be of a resource that a loop makes.
  const whole = withoutLoops(merged, { ...props, parameters });
  world.changeTemplate?.(whole);
  for (const name of request.without) takeOut(whole, name);
  const model = buildModel(withEdits(whole, request.edits), {
    ...{ ...props, parameters, awsHostsIn },
    workload: probeWorkload(request.on),
  });
  const changed = world.drift?.(model) ?? model;
  return { template: whole, model: withoutParts(changed, request) };
}
