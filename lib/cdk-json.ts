/** Reads the project's cdk.json, which its user writes: whatever is wrong with it is said in a sentence that quotes it. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { quote } from '../lambda/report/plain-text.ts';
import { fileProblem, parsedJson } from './file-problem.ts';
import { UserError } from './user-error.ts';

type JsonObject = Readonly<Record<string, unknown>>;

/** @throws UserError without a command under "app" */
export function cdkApp(root: string): string {
  const { app } = objectIn(fileOf(root));
  const right = 'write the command that synthesizes the stack, as a string';
  if (app === undefined || app === '') throw new UserError(`cdk.json has no "app": ${right}`);
  if (typeof app === 'string') return app;
  throw new UserError(`"app" in "${fileOf(root)}" is ${quote(app)}: ${right}`);
}

/** @throws UserError */
export function cdkContext(root: string): JsonObject {
  return objectAt('context', objectIn(fileOf(root)), fileOf(root));
}

/** The settings of natless. @throws UserError */
export function settingsOf(root: string): JsonObject {
  return objectAt('natless', cdkContext(root), fileOf(root));
}

/** What the CDK's command line found in an account and wrote down. @throws UserError */
export function lookedUpContext(root: string): JsonObject {
  const file = join(root, 'cdk.context.json');
  return existsSync(file) ? objectIn(file) : {};
}

function fileOf(root: string): string {
  return join(root, 'cdk.json');
}

/** Empty where it is not there. */
function objectAt(key: string, parent: JsonObject, file: string): JsonObject {
  const { [key]: value = {} } = parent;
  if (isObject(value)) return value;
  throw new UserError(`"${key}" in "${file}" is ${quote(value)}: write an object, { … }`);
}

function objectIn(file: string): JsonObject {
  const document = parsed(file);
  if (isObject(document)) return document;
  throw new UserError(`"${file}" holds ${quote(document)}: write an object, { "app": …, "context": { … } }`);
}

function parsed(file: string): unknown {
  try {
    return parsedJson(readFileSync(file, 'utf8'));
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new UserError(`"${file}" cannot be read as JSON: ${fileProblem(error)}`, { cause: error });
  }
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
