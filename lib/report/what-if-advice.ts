/** Puts the advice into the rows of `what-if`: in the language of each row's workloads. Pure. */
import { isFree, type WhatIfAdvice, type WhatIfAnswer, type WhatIfRow } from './inputs/what-if.ts';
import { LANGUAGES, type LanguageName, trapsOf } from './languages.ts';

export interface AdviceBasis {
  /** The language of a workload; null asks for the one that holds where no workload is known. */
  readonly languageOf: (logicalId: string | null) => LanguageName;
  /** Whether an SDK calls this host by its default name. */
  readonly isService: (host: string) => boolean;
}

export function withAdvice(answers: readonly WhatIfAnswer[], basis: AdviceBasis): WhatIfRow[] {
  return answers.map((answer) => ({
    ...answer,
    advice: isForSdk(answer) ? adviceFor(answer, answers, basis) : null,
  }));
}

/** Other hosts have a name of their own to write out, which the line says already. */
function isForSdk({ line }: WhatIfAnswer): boolean {
  return line === LANGUAGES.environment.all;
}

function adviceFor(answer: WhatIfAnswer, all: readonly WhatIfAnswer[], basis: AdviceBasis): WhatIfAdvice {
  const ids = answer.logicalIds.length === 0 ? [null] : answer.logicalIds;
  const names = [...new Set(ids.map(basis.languageOf))];
  const traps = names.flatMap((name) => trapsOf(name, hostOf(answer)));
  return {
    lines: names.map((language) => {
      const { title, client, all: forAll } = LANGUAGES[language];
      return { language, title, client, all: forAll };
    }),
    traps: [...new Set([...traps, ...brokenByAll(answer, all, basis)])],
  };
}

/** What the same workloads call, which works as it is and has no way by a dual-stack name. */
function brokenByAll(
  { workloads }: WhatIfAnswer,
  all: readonly WhatIfAnswer[],
  { isService }: AdviceBasis,
): string[] {
  const broken = all
    .filter((other) => other.workloads.some((workload) => workloads.includes(workload)))
    .filter(({ withIpv6 }) => isFree(withIpv6.unchanged) && !isFree(withIpv6.dualStack))
    .map(hostOf)
    .filter(isService);
  const hosts = [...new Set(broken)].join(', ');
  return broken.length === 0
    ? []
    : [`set for all clients, it can break ${hosts}: set it for the clients that need it only`];
}

function hostOf({ target }: WhatIfAnswer): string {
  return /^\w+:\/\/([^/:?#]+)/.exec(target)?.[1] ?? '';
}
