/** What does the code of a template talk to? */
import type { Stack } from '../lab/template/stack.ts';
import type { FoundTargets } from '../report/inputs/found-targets.ts';
import { calledBy, type Finding, gather, type OwnedFinding } from './finding.ts';
import { grantFindings } from './iam/grant-findings.ts';
import { isLambdasOwn } from './iam/managed-policies.ts';
import { type Roles, rolesOf } from './iam/roles.ts';
import { otherTenants } from './other-tenants.ts';
import { outsideZones, privateZonesIn } from './private-zones.ts';
import { endpointFindings } from './vpc-endpoints.ts';
import { environmentFindings } from './workloads/environment.ts';
import { functionsIn } from './workloads/functions.ts';
import { imageFindings } from './workloads/images.ts';
import { instancesIn } from './workloads/instances.ts';
import { EXECUTION_ROLE, tasksIn } from './workloads/tasks.ts';
import type { Workload } from './workloads/workload.ts';

/**
 * What the functions in the VPC, the ECS task definitions and the EC2 instances of a template may call, from the
 * statements of their roles, their variables, their images, and the VPC endpoints beside them. Pure, and it never throws
 * for a value that cannot be read: what may hide a target is a gap, with the option that supplies it, and the caller
 * should show the gaps beside the targets. A target says what may be called, not what is called. The account in the
 * names of ECR's registries is `stack.accountId`, which may be one that only stands for the real one.
 * @param stack of `openStack`
 */
export function findTargets(stack: Stack): FoundTargets {
  const functions = functionsIn(stack);
  const roles = rolesOf(stack);
  const workloads = [...functions.inVpc, ...tasksIn(stack), ...instancesIn(stack)];
  const zones = privateZonesIn(stack);
  const findings = [
    ...workloads.flatMap((workload) => findingsOf(workload, stack, roles)),
    ...[...endpointFindings(stack), ...otherTenants(stack)].map((finding) => ({ finding, workload: null })),
  ].map(({ finding, workload }) => ({ finding: outsideZones(finding, zones), workload }));
  return { ...gather(findings), outside: functions.outside };
}

function findingsOf(workload: Workload, stack: Stack, roles: Roles): OwnedFinding[] {
  const { resource, isFunction, fetchedBy } = workload;
  const isIgnored = isFunction ? isLambdasOwn : () => false;
  const called = (finding: Finding) => calledBy(fetchedBy, finding);
  return [
    ...workload.roles.flatMap(({ where, raw }) => {
      const found = roles
        .grantsOf(resource, where, raw)
        .flatMap((grant) => grantFindings(grant, stack.region, isIgnored));
      return where === EXECUTION_ROLE ? found.map(called) : found;
    }),
    ...environmentFindings(stack, workload),
    ...imageFindings(stack, workload).map(called),
    ...workload.findings.map(called),
  ].map((finding) => ({ finding, workload: resource.logicalId }));
}
