/** Who may do what through the stack's VPC endpoints. An endpoint through which nothing may be done denies everything. */
import { AnyPrincipal, type Conditions, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { allOf, type Grant, resourceAccount, statementOf } from '../targets/grant.ts';
import type { TargetResource } from '../targets/target-resource.ts';

export interface EndpointUse {
  /** EC2's names of the services whose endpoints carry it. */
  readonly services: readonly string[];
  readonly grants: readonly Pick<Grant, 'actions' | 'resources' | 'ownAccount'>[];
  /** Who may: the condition on every grant. Without one also the principals of other accounts, AWS's own among them. */
  readonly by: Conditions;
}

/** What the probes do: their grants, and the calls that need none. */
export function usesOfProbes(targets: readonly TargetResource[], account: string): EndpointUse[] {
  const by = { StringEquals: { 'aws:PrincipalAccount': account } };
  return [
    ...targets.map(({ endpointServices: services, grants }) => ({ services, grants, by })),
    // It needs no permission in a role, but passes only an endpoint that allows it.
    { services: ['sts'], grants: [{ actions: ['sts:GetCallerIdentity'], resources: ['*'] }], by },
  ];
}

/** The policy of a service's endpoint. */
export function endpointStatements(
  service: string,
  uses: readonly EndpointUse[],
  account: string,
): PolicyStatement[] {
  const allowed = uses
    .filter(({ services }) => services.includes(service))
    .flatMap(({ grants, by }) => grants.map((grant) => allow(grant, by, account)));
  return allowed.length > 0 ? allowed : [denyEverything()];
}

function allow(grant: EndpointUse['grants'][number], by: Conditions, account: string): PolicyStatement {
  const statement = statementOf(grant, allOf(by, grant.ownAccount ? resourceAccount(account) : {}));
  statement.addAnyPrincipal();
  return statement;
}

/** Said aloud, since an endpoint without a policy allows everything (AWS PrivateLink guide, "Default endpoint policy"). */
function denyEverything(): PolicyStatement {
  return new PolicyStatement({
    effect: Effect.DENY,
    principals: [new AnyPrincipal()],
    actions: ['*'],
    resources: ['*'],
  });
}
