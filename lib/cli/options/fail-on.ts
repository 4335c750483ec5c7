/** The option `--fail-on`: which answers to "without NAT gateways?" make the exit status 1. */
import { type Command, InvalidArgumentError } from 'commander';
import type { Report } from '../../../lambda/report/report-schema.ts';

const ANSWERS = ['breaks', 'unknown'] as const;
type Answer = (typeof ANSWERS)[number];

export interface FailOnArguments {
  readonly failOn?: readonly Answer[];
}

export function addFailOnOption(command: Command): Command {
  return command.option(
    '--fail-on <answers>',
    'breaks,unknown: status 1, and failures in JUnit',
    readAnswers,
  );
}

function readAnswers(text: string): Answer[] {
  return text.split(',').map((word) => {
    const answer = ANSWERS.find((each) => each === word.trim());
    if (answer !== undefined) return answer;
    throw new InvalidArgumentError(`write ${ANSWERS.join(', ')}, or both with a comma`);
  });
}

/** What the report has of these answers, a sentence each. */
export function failures({ summary }: Report, { failOn = [] }: FailOnArguments): string[] {
  return ANSWERS.filter((answer) => failOn.includes(answer)).flatMap((answer) => {
    const ids = summary.withoutNat?.[answer] ?? [];
    return ids.length === 0 ? [] : [`${WORDS[answer]}: ${ids.join(', ')}`];
  });
}

const WORDS: Readonly<Record<Answer, string>> = {
  breaks: 'breaks without a NAT gateway',
  unknown: 'unknown without a NAT gateway',
};
