/** Renders what all runs have in common: each cause once, the advice or what the pulls show, the closing sentence. */
import { partOf } from '../../../lambda/report/judge/sum-without-nat.ts';
import { plainText } from '../../../lambda/report/plain-text.ts';
import type { Report, Run } from '../../../lambda/report/report-schema.ts';
import { ADVICE_KINDS } from '../../../lambda/report/vocabulary.ts';
import { foldCauses } from '../folded-causes.ts';
import { renderImagePulls } from './image-pulls.ts';
import type { Paint } from './paint.ts';
import { renderPulls } from './pulls.ts';

/** @param further sections to print before the closing sentence */
export function renderConclusion(
  { runs, summary }: Pick<Report, 'runs' | 'summary'>,
  paint: Paint,
  further: readonly string[] = [],
): string[] {
  const { counted } = partOf(runs);
  return [
    ...renderCauses(counted, paint),
    ...(runs.some(({ pulls }) => pulls) ? renderPulls(runs, paint) : renderAdvice(counted, paint)),
    ...renderImagePulls(runs, paint),
    ...further,
    paint('bold', plainText(summary.sentence, 1_000)),
  ];
}

const SEVERITIES = {
  failure: { style: 'red', word: '' },
  warning: { style: 'yellow', word: '(warning) ' },
  expected: { style: 'cyan', word: '(as expected) ' },
} as const;

function renderCauses(runs: readonly Run[], paint: Paint): string[] {
  return foldCauses(runs).map(({ cause, subjects, severity }) => {
    const { style, word } = SEVERITIES[severity];
    return [
      `${paint(style, cause.code)} ${word}${plainText(subjects.join(', '), 1_000)}`,
      `  ${plainText(cause.message)}`,
      `  → ${plainText(cause.remedy, 1_000)}`,
    ].join('\n');
  });
}

/** The targets by what has to be added to reach them. */
function renderAdvice(runs: readonly Run[], paint: Paint): string[] {
  const advised = runs.flatMap(({ targets }) =>
    targets.flatMap(({ id, advice }) => (advice ? [{ id, ...advice }] : [])),
  );
  const groups = Map.groupBy(advised, ({ kind, line, explanation }) => [kind, line, explanation].join('\n'));
  if (groups.size === 0) return [];
  const lines = [...groups.values()].flatMap((members) => {
    const ids = [...new Set(members.map(({ id }) => id))].join(', ');
    const [{ kind = '', line = null, explanation = '' } = {}] = members;
    return [
      `  ${kind.padEnd(KIND_WIDTH)} ${plainText(ids, 1_000)}${line ? `: ${paint('bold', plainText(line, 1_000))}` : ''}`,
      `  ${' '.repeat(KIND_WIDTH)} ${plainText(explanation, 1_000)}`,
    ];
  });
  return [[paint('bold', 'advice for your code'), ...lines].join('\n')];
}

const KIND_WIDTH = Math.max(...ADVICE_KINDS.map(({ length }) => length));
