/** Reads the file of `natless describe` as an assembly: the template that stands for the VPC, and what it is bound to. */
import { dirname, resolve } from 'node:path';
import { fileProblem, parsedJson } from '../file-problem.ts';
import type { Assembly } from '../lab/template/assembly.ts';
import { readText, requireReadable } from '../lab/template/document.ts';
import { UserError } from '../user-error.ts';
import { templateOf } from './template-of.ts';
import { parseVpcFile } from './vpc-file.ts';

/** A VPC with a thousand workloads has about one. */
const MAX_MEGABYTES = 16;

/** @throws UserError that names the file and quotes what is wrong with it */
export function readVpcFile(path: string): Assembly {
  const file = resolve(path);
  try {
    const document: unknown = parsedJson(readText(file, MAX_MEGABYTES));
    requireReadable(document);
    const read = parseVpcFile(document);
    return {
      ...templateOf(read),
      templateFile: file,
      assetRoot: dirname(file),
      stackName: null,
      accountId: read.accountId,
      region: read.region,
    };
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    throw new UserError(
      `"${path}" cannot be read as a described VPC: ${fileProblem(error)}${hintFor(error)}`,
      { cause: error },
    );
  }
}

/** A template in YAML is the likeliest other file. */
function hintFor(error: Error): string {
  return error instanceof SyntaxError
    ? ': name the file that natless describe wrote (a template goes into --template)'
    : '';
}

/** An error of the JSON parser, of the file system, or of what is in the file. */
function isUnreadable(error: unknown): error is Error {
  return (
    error instanceof SyntaxError || error instanceof UserError || (error instanceof Error && 'code' in error)
  );
}
