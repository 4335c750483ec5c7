/** Opens a template, an assembly or a described VPC for reading, without a model of its network: nothing in it has to be modelled. */
import { readVpcFile } from '../../../vpc-file/read-vpc-file.ts';
import type { LabRequest, TemplateSource } from '../../session/request.ts';
import { type Assembly, readAssembly, readTemplateFiles } from '../../template/assembly.ts';
import { mergeTemplates } from '../../template/merge-templates.ts';
import { openStack } from '../../template/open-stack.ts';
import type { Stack } from '../../template/stack.ts';
import { ACCOUNT_ID, regionOf } from './stack-place.ts';

export interface OpenedStack {
  readonly stack: Stack;
  /** Whether the account is one that only stands for the real one. */
  readonly isAccountAssumed: boolean;
}

/** @throws TemplateError for what is wrong with the template */
export async function readStack(
  source: Exclude<TemplateSource, { kind: 'synthesize' }>,
  { region, ...given }: Pick<LabRequest, 'region' | 'parameters' | 'values' | 'imports'>,
): Promise<OpenedStack> {
  const assembly = await assemblyOf(source, region);
  const { stackName, accountId, described } = assembly;
  const place = { region: regionOf(assembly, region), accountId: accountId ?? ACCOUNT_ID };
  const { template, parameters } = mergeTemplates(assembly, { ...given, ...place });
  const stack = openStack(template, { ...given, ...place, parameters, stackName, described });
  return { stack, isAccountAssumed: accountId === null };
}

async function assemblyOf(
  source: Exclude<TemplateSource, { kind: 'synthesize' }>,
  region: string | null,
): Promise<Assembly> {
  if (source.kind === 'template') return readTemplateFiles([source.path, ...(source.beside ?? [])]);
  return source.kind === 'vpc-file' ? readVpcFile(source.path) : readAssembly(source.path, region);
}
