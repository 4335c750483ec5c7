/** Who calls a target, where that is not the code. Pure. */
import type { Caller } from './inputs/found-targets.ts';

const WORDS: Readonly<Record<Caller, string>> = {
  code: '',
  fargate: ' (Fargate)',
  'ecs-agent': ' (ECS agent)',
};

/** Behind the target's name; empty for the code. */
export function callerInWords(caller: Caller): string {
  return WORDS[caller];
}
