/** The workloads of which the runs say nothing. */
import { unplaced } from '../../lab/run/start/known-workloads.ts';
import type { LabRequest } from '../../lab/session/request.ts';
import type { Model } from '../../lab/template/model.ts';
import type { LeftOut } from '../../what-if/asked-targets.ts';

/** None where the user chose the group: then it is theirs to say that it stands for the workloads' own. */
export function leftOutOf(
  { securityGroup }: Pick<LabRequest, 'securityGroup'>,
  model: Model,
): readonly LeftOut[] {
  return securityGroup === null ? unplaced(model).filter(({ isElsewhere }) => !isElsewhere) : [];
}

/** What only workloads of another VPC call is not this VPC's business. */
export function calledFrom<Target extends { readonly workloads: readonly string[] }>(
  targets: readonly Target[],
  { unplacedWorkloads, workloads }: Pick<Model, 'unplacedWorkloads' | 'workloads'>,
): Target[] {
  const here = new Set(workloads.map(({ logicalId }) => logicalId));
  const elsewhere = new Set(
    unplacedWorkloads.flatMap(({ logicalId, isElsewhere }) =>
      isElsewhere && !here.has(logicalId) ? [logicalId] : [],
    ),
  );
  return targets.filter((target) => {
    const callers = target.workloads.filter((each) => !elsewhere.has(each));
    return callers.length > 0 || target.workloads.length === 0;
  });
}
