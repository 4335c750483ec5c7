/** Writes a changed template: what was not changed stays as it was, comments, order and short forms included. */
import { isDeepStrictEqual } from 'node:util';
import { type Edit, withEdits } from '../lab/template/edits.ts';
import { isObject } from '../lab/template/intrinsics.ts';
import type { Template } from '../lab/template/template.ts';
import { parseYamlTemplate } from '../lab/template/yaml-template.ts';
import { UserError } from '../user-error.ts';
import { writeJson } from './write-json.ts';
import { writeYaml } from './write-yaml.ts';

/** @throws UserError if the text cannot be changed so that it says what the edits say */
export function writeTemplate(text: string, edits: readonly Edit[]): string {
  const isJson = text.trimStart().startsWith('{');
  const parse = (written: string) => (isJson ? JSON.parse(written) : parseYamlTemplate(written)) as Template;
  requireWritten(parse(text), edits);
  const written = isJson ? writeJson(text, edits) : writeYaml(text, edits);
  const wanted = canonical(withEdits(parse(text), edits));
  if (isDeepStrictEqual(canonical(readBack(() => parse(written))), wanted)) return written;
  throw new UserError(
    'the template is written in a way that the changes cannot be put into: make them by hand',
  );
}

/** @throws UserError where a change is one of a resource that the text does not have under its name, as one of a loop */
function requireWritten({ Resources }: Template, edits: readonly Edit[]): void {
  const made = edits.filter(({ path }) => path.length === 2).map(({ path }) => path[1]);
  const names = edits.flatMap(({ path: [section, name = ''] }) => (section === 'Resources' ? [name] : []));
  const absent = names.filter((name) => !Object.hasOwn(Resources, name) && !made.includes(name));
  if (absent.length === 0) return;
  throw new UserError(
    `the template has ${[...new Set(absent)].join(', ')} only by a loop (Fn::ForEach), into which the changes cannot be written: without --write they are listed, to be made in the loop by hand`,
  );
}

/** Null for a text that cannot be read as a template any more. */
function readBack(parse: () => Template): Template | null {
  try {
    return parse();
  } catch {
    return null;
  }
}

/** The short form of GetAtt has one text where the long form has a list. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === 'Fn::GetAtt' && typeof inner === 'string' ? inner.split(/\.(.*)/s, 2) : canonical(inner),
    ]),
  );
}
