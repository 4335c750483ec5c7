/**
 * What this project's image runs, read from its build context: the lab follows the Dockerfile's instructions without
 * Docker. The base image must be Node's, which the lab replaces with its own Node of the same major version.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileProblem } from '../../file-problem.ts';
import { readText } from './document.ts';
import { TemplateError } from './template-error.ts';

export interface ContainerImage {
  /** The folder with the content of the task's root. */
  readonly codePath: string;
  readonly entryPoint: readonly string[];
}

/** Where the sandbox has the code, both of functions and of tasks. */
const CODE_ROOT = '/var/task';

const NODE_MAJOR = process.versions.node.split('.')[0];

/** @throws TemplateError for what the lab cannot follow */
export function readImage(context: string): ContainerImage {
  const file = join(context, 'Dockerfile');
  if (!existsSync(file))
    throw new TemplateError(`there is no "${file}": the image's build context is missing`);
  const instructions = textOf(file)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  const unknown = instructions.find((line) => !FOLLOWED.some((pattern) => pattern.test(line)));
  if (unknown !== undefined)
    throw new TemplateError(`"${file}": the lab cannot follow "${unknown}" without Docker`);
  const [, entryPoint] = instructions.map((line) => /^ENTRYPOINT (.*)$/.exec(line)).findLast(Boolean) ?? [];
  if (entryPoint === undefined) throw new TemplateError(`"${file}" has no ENTRYPOINT`);
  return { codePath: context, entryPoint: JSON.parse(entryPoint) as string[] };
}

/** More than a Dockerfile of this project's ever has. */
const MAX_MEGABYTES = 1;

function textOf(file: string): string {
  try {
    return readText(file, MAX_MEGABYTES);
  } catch (error) {
    throw new TemplateError(`"${file}" cannot be read: ${fileProblem(error)}`, { cause: error });
  }
}

/** The lab runs as another user, which has no privileges either. */
const FOLLOWED = [
  new RegExp(String.raw`^FROM \S*\bnode:${NODE_MAJOR}\b\S*$`),
  new RegExp(`^COPY \\. ${CODE_ROOT}$`),
  /^USER node$/,
  /^ENTRYPOINT \["[^"]+"(, "[^"]+")*\]$/,
];
