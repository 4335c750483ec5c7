/** The options by which the command lines of lab and probe say what to try; both make the probe's event of them. */
import { readFileSync } from 'node:fs';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { parseUserTargets } from '../../lambda/report/user-targets.ts';

/** What commander makes of the options. */
export interface EventArguments {
  readonly only?: readonly string[];
  readonly target?: readonly TargetArgument[];
  readonly targets?: readonly TargetArgument[];
  readonly catalogue?: boolean;
  readonly registries?: boolean;
}

/** A target as the event has it. */
interface TargetArgument {
  readonly url: string;
  readonly name?: string;
  readonly expect?: string;
}

export function addEventOptions(command: Command): Command {
  return command
    .option('--only <ids>', 'try these targets alone, separated by commas', splitIds)
    .option(
      '--target <url>',
      'a further target: https://…, http://…, tls://host:port, tcp://host:port or, for an image, oci://registry/name:tag; repeatable',
      addTarget,
    )
    .option('--targets <file>', 'further targets, one a line: URL [name=…] [expect=…]', readTargetsFile)
    .addOption(
      new Option('--catalogue', 'check the hosts of every AWS service instead').conflicts([
        'only',
        'target',
        'targets',
        'expect',
      ]),
    )
    .addOption(
      new Option(
        '--registries',
        'instead walk the pulls of container images, and say what would come up without IPv4',
      ).conflicts(['only', 'catalogue']),
    );
}

export function eventOf(given: EventArguments): Readonly<Record<string, unknown>> {
  const { only, target = [], targets = [], registries: pulls } = given;
  const named = [...targets, ...target];
  return {
    ...(only && { only }),
    ...(named.length > 0 && { targets: named }),
    ...(pulls && { pulls }),
  };
}

function splitIds(text: string): string[] {
  return text.split(',').map((id) => id.trim());
}

function addTarget(url: string, previous: readonly TargetArgument[] = []): TargetArgument[] {
  return [...previous, ...checked([{ url }], '--target')];
}

/** Empty lines and what follows a `#` after a space (or at the start of a line) are left out: a URL may hold one. */
function readTargetsFile(file: string): TargetArgument[] {
  const lines = read(file)
    .split(/\r?\n/)
    .map((line) => line.replace(/(^|\s)#.*$/, '').trim())
    .filter((line) => line !== '');
  return checked(lines.map(parseLine), file);
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new InvalidArgumentError(`it cannot be read: ${(error as Error).message}`);
  }
}

function parseLine(line: string): TargetArgument {
  const [url = '', ...fields] = line.split(/\s+/);
  const named = fields.map((field) => field.split(/=(.*)/s).slice(0, 2));
  return { url, ...Object.fromEntries(named) };
}

/** As the probe itself will check them: better said before anything is deployed or built. */
function checked(targets: readonly TargetArgument[], where: string): TargetArgument[] {
  const { problems } = parseUserTargets(targets, where);
  if (problems.length > 0) throw new InvalidArgumentError(problems.join('\n'));
  return [...targets];
}
