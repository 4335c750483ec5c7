/** The members of a world: a function in its subnet, with its network interface and its credentials. */
import { LAB_ADDRESSES, LAB_OTHERS_VPC } from '../../../../lambda/report/stack-contract.ts';
import type { WorkloadKind } from '../../../../lambda/report/vocabulary.ts';
import { type NetworkInterface, type Placement, placeInterfaces } from '../../kernel/kernel.ts';
import type { Sandbox } from '../../runtime/sandbox.ts';
import { prepareFunction, type RunnableFunction } from '../../runtime/start-function.ts';
import { lambdaPrincipal, type Principal } from '../../services/aws/iam/principal.ts';
import type { LabRequest } from '../../session/request.ts';
import { functionPorts } from '../../template/ephemeral-ports.ts';
import type { Model, NetworkAcl, Subnet } from '../../template/model.ts';
import { CONTAINER_RUNTIME } from '../../template/tasks.ts';
import type { World } from '../../worlds/world.ts';
import { type PlacedFunction, placeFunctions } from './place-functions.ts';

/** Where a function looks for the resolver if its VPC has none: nothing answers there. */
const NO_RESOLVER = '169.254.169.253';

export interface Member extends PlacedFunction {
  readonly networkInterface: NetworkInterface;
  readonly principal: Principal;
}

/** @throws TemplateError if the chosen subnet has no function, or a subnet has no address left */
export function placeMembers(model: Model, request: LabRequest, world: World): Member[] {
  const placed = placeFunctions(model, request).slice(0, request.firstSubnetOnly ? 1 : undefined);
  const interfaces = placeInterfaces(
    model,
    placed.map(({ fn, subnet }) => ({
      ...fn,
      ...ephemeralPorts(fn, aclOf(subnet, model)),
      subnetId: subnet.id,
    })),
  );
  return placed.flatMap((each, index) => {
    const networkInterface = interfaces[index];
    return networkInterface
      ? [{ ...each, networkInterface, principal: principalOf(each, model, world) }]
      : [];
  });
}

/** Tasks and instances have those of Linux. */
function ephemeralPorts(
  { runtime, standsFor }: PlacedFunction['fn'],
  acl: NetworkAcl | undefined,
): Pick<Placement, 'ephemeralPorts'> {
  const isLinux = runtime === CONTAINER_RUNTIME || LINUX.includes(standsFor?.kind ?? 'own');
  return isLinux ? {} : { ephemeralPorts: functionPorts(acl ?? { ingress: [] }) };
}

function aclOf({ networkAclId }: Subnet, { networkAcls }: Model): NetworkAcl | undefined {
  return networkAcls.find(({ id }) => id === networkAclId);
}

const LINUX: readonly WorkloadKind[] = ['service', 'task', 'instance'];

function principalOf({ fn }: PlacedFunction, model: Model, { credentialsExpired }: World): Principal {
  const principal = lambdaPrincipal(model, fn);
  const own = fn.runtime === CONTAINER_RUNTIME ? { ...principal, functionArn: null } : principal;
  return credentialsExpired ? { ...own, expiresAt: new Date(0) } : own;
}

export function prepareMember(
  fn: RunnableFunction,
  { fn: placed, networkInterface, principal }: Member,
  { region }: Model,
): Promise<Sandbox> {
  return prepareFunction(fn, {
    namespace: networkInterface.name,
    functionArn: principal.functionArn ?? '',
    resolverAddress: networkInterface.resolverAddress ?? NO_RESOLVER,
    environment: {
      ...awsVariables(principal, region),
      [LAB_ADDRESSES]: 'true',
      [LAB_OTHERS_VPC]: String(placed.standsFor !== undefined),
    },
  });
}

/** The Region and the role's credentials, as AWS's SDKs read them. */
export function awsVariables({ credentials }: Principal, region: string): Record<string, string> {
  return {
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
  };
}
