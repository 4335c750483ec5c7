/** How every command parses its arguments and shows its help: at most 25 lines of 80 columns, two examples at the end. */
import { Command, type Help, type Option } from 'commander';
import { quote } from '../../lambda/report/plain-text.ts';
import type { Context } from './context.ts';

interface CommandText {
  readonly name: string;
  readonly description: string;
  readonly examples: readonly [string, string];
}

/** A command of `natless`, to which its options are added. */
export function createCommand({ name, description, examples }: CommandText, context: Context): Command {
  return withOutput(new Command(`natless ${name}`), context)
    .description(description)
    .addHelpText('after', ['Examples:', ...examples.map((example) => `  ${example}`)].join('\n'));
}

export function withOutput(command: Command, { stdout, stderr }: Context): Command {
  return command
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      outputError: (text, write) => write(inOneLine(aboutMissing(aboutExcess(text, command), command))),
    })
    .configureHelp({ formatHelp })
    .addHelpOption(command.createOption('-h, --help').hideHelp())
    .allowExcessArguments(false)
    .exitOverride();
}

/** Commander counts what is too much; which it is, and what was meant, says more. */
function aboutExcess(error: string, { args, options, registeredArguments }: Command): string {
  const excess = args[registeredArguments.length];
  if (excess === undefined || !error.includes('too many arguments')) return error;
  const isTemplate = TEMPLATE.test(excess) && options.some(({ long }) => long === '--template');
  return `error: ${quote(excess)} is one argument too many${isTemplate ? ` (did you mean --template ${excess}?)` : ''}\n`;
}

/** Where it belongs shows what is missing. */
function aboutMissing(error: string, command: Command): string {
  return error.replace(
    /missing required argument '(\w+)'/,
    (_, name: string) => `<${name}> is missing: write ${command.name()} ${command.usage()}`,
  );
}

const TEMPLATE = /^[\w./-]+\.(ya?ml|json|template)$/;

/** Commander's errors: a suggestion on the same line, and a wrong value beside its option. */
function inOneLine(error: string): string {
  return error
    .replace(/\n(?=\(Did you mean)/, ' ')
    .replace(/option '(--[\w-]+).*?' argument '(.*)' is invalid\. /s, '$1 "$2": ')
    .replace(
      /: Allowed choices are (.*)\.$/m,
      (_, choices: string) => `: write ${choices.replace(/, (?=[^,]*$)/, ' or ')}`,
    )
    .replace(/unknown command '[^']*'(?= *$)/m, '$&: natless --help lists them')
    .replace(/command-argument value '(.*)' is invalid for argument '(\w+)'\. /s, '$2 "$1": ');
}

interface Row {
  readonly term: string;
  readonly description: string;
}

/** A longer one moves only its own description. */
const WIDEST_TERM = 30;

/** Shorter than commander's own: no blank lines between groups, and related options share a row. */
function formatHelp(command: Command, help: Help): string {
  const options = help.groupItems(
    [...command.options],
    help.visibleOptions(command),
    ({ helpGroupHeading }) => helpGroupHeading ?? 'Options:',
  );
  const commands = help.groupItems([...command.commands], help.visibleCommands(command), (each) =>
    each.helpGroup(),
  );
  const groups: [string, Row[]][] = [
    ...[...commands].map(([heading, items]): [string, Row[]] => [heading, items.map(commandRow)]),
    ...[...options].map(([heading, items]): [string, Row[]] => [heading, optionRows(items)]),
  ];
  const lengths = groups.flatMap(([, rows]) => rows.map(({ term }) => term.length));
  const width = Math.max(...lengths.filter((length) => length <= WIDEST_TERM));
  const lines = groups.flatMap(([heading, rows]) => [
    heading,
    ...rows.map(({ term, description }) => `  ${term.padEnd(width)}  ${description}`.trimEnd()),
  ]);
  return [`Usage: ${help.commandUsage(command)}`, command.description(), '', ...lines, ''].join('\n');
}

function commandRow(command: Command): Row {
  return { term: command.name(), description: command.description() };
}

/** An option without a description shares the row of the next one, if there is one. */
function optionRows(options: readonly Option[]): Row[] {
  const rows: Row[] = [];
  let terms: string[] = [];
  for (const { flags, description } of options) {
    terms.push(flags);
    if (description === '') continue;
    rows.push({ term: terms.join(', '), description });
    terms = [];
  }
  return terms.length === 0 ? rows : [...rows, { term: terms.join(', '), description: '' }];
}
