/** Opens a template or an assembly for reading, without a model of its network: nothing in it has to be modelled. */
import type { LabRequest, TemplateSource } from '../../session/request.ts';
import { readAssembly, readTemplateFiles } from '../../template/assembly.ts';
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
  const assembly =
    source.kind === 'template'
      ? await readTemplateFiles([source.path, ...(source.beside ?? [])])
      : readAssembly(source.path, region);
  const { stackName, accountId } = assembly;
  const place = { region: regionOf(assembly, region), accountId: accountId ?? ACCOUNT_ID };
  const { template, parameters } = mergeTemplates(assembly, { ...given, ...place });
  const stack = openStack(template, { ...given, ...place, parameters, stackName });
  return { stack, isAccountAssumed: accountId === null };
}
