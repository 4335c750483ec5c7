/** The page about the clients: how each language's SDK takes dual-stack endpoints. */
import { join } from 'node:path';
import {
  LANGUAGE_NAMES,
  LANGUAGES,
  type Language,
  type LanguageName,
  SERVICE_TRAPS,
} from '../../lib/report/languages.ts';

export const PAGE = join(import.meta.dirname, '..', '..', 'docs', 'clients.md');

const INTRODUCTION = `# Dual-stack endpoints in your language

<!-- Generated from lib/report/languages.ts by npm run docs:clients: change the table there. -->

Most default names of AWS's services have IPv4 addresses only. The lines below make a client call the dual-stack name, which has
both kinds. \`natless what-if\` shows those of each function's runtime, or those of \`--language NAME\`; where a template does not
say the language (an image, a custom runtime, an instance, a described VPC), it shows the variable.

A call fails where the service has no dual-stack endpoint in the Region. \`what-if\` warns where the line for all clients can
break a host that has a way only by its default name: give the line to the other clients then. Amazon S3's client stands
for any client.
`;

export function renderPage(): string {
  return [INTRODUCTION, ...LANGUAGE_NAMES.map(section), services()].join('\n');
}

function section(name: LanguageName): string {
  const language = LANGUAGES[name];
  return [
    `## ${language.title}\n`,
    `\`--language ${name}\`\n`,
    ...linesOf(language),
    ...language.traps.map((trap) => `- ${trap}.\n`),
  ].join('\n');
}

function linesOf({ client, all }: Language): string[] {
  if (client === all) return [fenced('All clients', all)];
  return [fenced('One client', client), fenced('All clients', all)];
}

function fenced(title: string, code: string): string {
  return `${title}:\n\n\`\`\`text\n${code}\n\`\`\`\n`;
}

function services(): string {
  const items = SERVICE_TRAPS.map(({ service, languages, trap }) => {
    const where = languages ? ` (${languages.map((name) => LANGUAGES[name].title).join(', ')})` : '';
    return `- \`${service}\`${where}: ${trap}.`;
  });
  return ['## By service\n', ...items, ''].join('\n');
}
