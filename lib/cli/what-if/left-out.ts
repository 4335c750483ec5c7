/** The workloads of which the runs say nothing. */
import { unplaced } from '../../lab/run/start/known-workloads.ts';
import type { LeftOut } from '../../what-if/causes.ts';
import type { Question } from './question.ts';

/** None where the user chose the group: then it is theirs to say that it stands for the workloads' own. */
export function leftOutOf({ request, network: { model } }: Question): readonly LeftOut[] {
  return request.securityGroup === null ? unplaced(model) : [];
}
