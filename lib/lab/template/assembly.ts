/** Finds the stack's template in a folder that `cdk synth` wrote, or reads a single template file. */
import { existsSync } from 'node:fs';
import { dirname, join, parse, resolve, sep } from 'node:path';
import { z } from 'zod';
import { fileProblem, parsedJson } from '../../file-problem.ts';
import { UserError } from '../../user-error.ts';
import { readText, requireReadable } from './document.ts';
import type { NamedTemplate } from './merge-templates.ts';
import type { DescribedVpc } from './stack.ts';
import type { Template } from './template.ts';
import { TemplateError } from './template-error.ts';
import { requireTemplate } from './template-shape.ts';

export interface Assembly {
  readonly templateFile: string;
  readonly template: Template;
  /** The folder that `aws:asset:path` is relative to. */
  readonly assetRoot: string;
  /** The stack's name; null for a single template file. */
  readonly stackName: string | null;
  /** The account and Region that the stack is bound to; null where it can be deployed to any. */
  readonly accountId: string | null;
  readonly region: string | null;
  /** Further template files. @default - none */
  readonly beside?: readonly NamedTemplate[];
  /** @default - the template stands for itself */
  readonly described?: DescribedVpc;
}

/** The part of the cloud assembly's manifest that locates the stacks. */
const manifestSchema = z.object({
  artifacts: z.record(
    z.string(),
    z.object({
      type: z.string(),
      environment: z.string().optional(),
      properties: z
        .object({ templateFile: z.string().optional(), stackName: z.string().optional() })
        .optional(),
    }),
  ),
});

/**
 * @param region picks the stack that is bound to this Region if there are several; null to require a single stack
 * @throws TemplateError if the folder is missing, is not an assembly, or does not hold exactly one such stack
 */
export function readAssembly(directory: string, region: string | null = null): Assembly {
  const folder = resolve(directory);
  if (!existsSync(folder)) {
    throw new TemplateError(`there is no folder "${directory}": name one that cdk synth wrote, like cdk.out`);
  }
  const manifestFile = join(folder, 'manifest.json');
  if (!existsSync(manifestFile)) {
    throw new TemplateError(
      `"${directory}" is not a synthesized assembly, it has no manifest.json: name a folder that cdk synth wrote`,
    );
  }
  const [name, { properties = {}, environment = '' }] = onlyStack(
    directory,
    readWith(JSON.parse, manifestFile, { format: 'JSON', maxMegabytes: MAX_MANIFEST_MEGABYTES }),
    region,
  );
  const templateFile = fileIn(folder, properties.templateFile ?? `${name}.template.json`);
  return {
    ...singleTemplate(templateFile, readWith(JSON.parse, templateFile, { format: 'JSON' })),
    stackName: requireForm('stack name', properties.stackName ?? name, /^[A-Za-z][A-Za-z0-9-]{0,127}$/),
    ...boundTo(environment),
  };
}

/** @throws TemplateError for a path that leaves the assembly */
function fileIn(folder: string, path: string): string {
  const file = resolve(folder, path);
  if (file.startsWith(folder + sep)) return file;
  throw new TemplateError(`the manifest's templateFile "${path}" is not in the assembly "${folder}"`);
}

function requireForm(what: string, value: string, form: RegExp): string {
  if (form.test(value)) return value;
  throw new TemplateError(`the manifest's ${what} is "${value}", which AWS does not allow: synthesize again`);
}

/** `aws://111122223333/us-west-2`; an unbound part is `unknown-account` or `unknown-region`. */
function boundTo(environment: string): Pick<Assembly, 'accountId' | 'region'> {
  const [accountId = null, region = null] = environment.replace('aws://', '').split('/');
  const known = (part: string | null) => (part === null || /^(unknown-.*)?$/.test(part) ? null : part);
  const account = known(accountId);
  return {
    accountId: account === null ? null : requireForm('account', account, /^\d{12}$/),
    region: known(region),
  };
}

function onlyStack(directory: string, manifest: unknown, region: string | null) {
  const parsed = manifestSchema.safeParse(manifest);
  if (!parsed.success) {
    throw new TemplateError(
      `"${directory}" is not a synthesized assembly, its manifest.json lists no artifacts: name a folder that cdk synth wrote`,
    );
  }
  const stacks = Object.entries(parsed.data.artifacts).filter(
    ([, { type }]) => type === 'aws:cloudformation:stack',
  );
  const bound = stacks.filter(
    ([, { environment = '' }]) => region !== null && boundTo(environment).region === region,
  );
  const [stack, ...more] = stacks.length > 1 && bound.length > 0 ? bound : stacks;
  if (!stack || more.length > 0) {
    const names = stacks.map(([name]) => name).join(', ');
    throw new TemplateError(
      `"${directory}" holds ${stacks.length === 0 ? 'no stack' : `several stacks (${names})`}: the lab takes one: choose it by its Region with --region, or pass its template file with --template`,
    );
  }
  return stack;
}

/** @throws TemplateError if the file is missing or is not a template in JSON or YAML */
export async function readTemplateFile(path: string): Promise<Assembly> {
  const templateFile = resolve(path);
  if (!existsSync(templateFile)) throw new TemplateError(`there is no template file "${path}"`);
  // Loaded on demand: loading the YAML parser takes longer than reading a template.
  const { parseYamlTemplate } = await import('./yaml-template.ts');
  const read = (text: string) => (isJson(text) ? parsedJson(text) : parseYamlTemplate(text));
  return singleTemplate(templateFile, readWith(read, templateFile, { format: 'JSON or YAML' }));
}

/** Several files, each a stack that is called like its file. */
export async function readTemplateFiles(paths: readonly [string, ...string[]]): Promise<Assembly> {
  const [path, ...others] = paths;
  const first = await readTemplateFile(path);
  if (others.length === 0) return first;
  const beside = await Promise.all(others.map(readTemplateFile));
  return {
    ...first,
    stackName: nameOf(first),
    beside: beside.map((each) => ({ stackName: nameOf(each), template: each.template })),
  };
}

function nameOf({ templateFile }: Assembly): string {
  return parse(templateFile).name.replace(/[^A-Za-z0-9]+/g, '-');
}

/** JSON is also YAML, but its own parser is faster and explains mistakes in JSON better. */
function isJson(text: string): boolean {
  return text.trimStart().startsWith('{');
}

function singleTemplate(templateFile: string, document: unknown): Assembly {
  return {
    templateFile,
    template: requireTemplate(document, templateFile),
    assetRoot: dirname(templateFile),
    stackName: null,
    accountId: null,
    region: null,
  };
}

/** CloudFormation takes 1 MB; a template with more resources than it takes has more. */
const MAX_TEMPLATE_MEGABYTES = 8;

/** The manifest has lines for every resource of every stack. */
const MAX_MANIFEST_MEGABYTES = 64;

function readWith(
  parse: (text: string) => unknown,
  file: string,
  { format, maxMegabytes = MAX_TEMPLATE_MEGABYTES }: { format: string; maxMegabytes?: number },
): unknown {
  try {
    const text = readText(file, maxMegabytes);
    if (text.trim() === '') throw new UserError('it is empty');
    const document = parse(text);
    requireReadable(document);
    return document;
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    throw new TemplateError(`"${file}" cannot be read as ${format}: ${fileProblem(error)}`, { cause: error });
  }
}

/** An error of the JSON parser, the YAML parser or the file system. */
function isUnreadable(error: unknown): error is Error {
  return (
    error instanceof SyntaxError || error instanceof UserError || (error instanceof Error && 'code' in error)
  );
}
