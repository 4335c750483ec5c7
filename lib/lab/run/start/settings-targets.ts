/** The targets beside a probe's code, the only part of an assembly's code that the lab takes over: data, checked as such. */
import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { SETTINGS_TARGETS_FILE } from '../../../../lambda/report/stack-contract.ts';
import { parseUserTargets, type UserTarget } from '../../../../lambda/report/user-targets.ts';
import { TemplateError } from '../../template/template-error.ts';

/** A hundred targets with the longest URLs have less. */
const LARGEST_BYTES = 1024 * 1024;

/** @throws TemplateError for a file that a synthesis would not have written: without its targets a run would say too little */
export function settingsTargetsIn(folder: string): readonly UserTarget[] {
  const file = join(folder, SETTINGS_TARGETS_FILE);
  const list = read(file);
  if (Array.isArray(list) && isDeepStrictEqual(parsedAgain(list), list)) return list as UserTarget[];
  throw new TemplateError(
    `"${file}" is not a list of targets as this version of natless writes it: synthesize the assembly again`,
  );
}

function read(file: string): unknown {
  try {
    const stats = lstatSync(file);
    return stats.isFile() && stats.size <= LARGEST_BYTES ? JSON.parse(readFileSync(file, 'utf8')) : null;
  } catch {
    return null;
  }
}

/** The one parser of targets checks each: a target may be written with its id as a name, or have its URL for an id. */
function parsedAgain(list: readonly unknown[]): readonly UserTarget[] {
  return list.flatMap((item) => {
    const { id, scheme, host, port, url, expect, metrics } = Object(item) as Record<string, unknown>;
    const rest = { expect, metrics };
    const written =
      scheme === 'tls' || scheme === 'tcp' ? `${host}:${port}` : String(url).replace(/^\w+:\/\//, '');
    const candidates = [
      { url: `${scheme}://${written}`, name: id, ...rest },
      { url: id, ...rest },
    ];
    const targets = candidates.flatMap((candidate) => parseUserTargets([candidate], '').targets);
    return targets.find((target) => isDeepStrictEqual(target, item)) ?? [];
  });
}
