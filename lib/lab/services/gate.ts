/** Stands before every AWS service: verifies the signature, then has the caller's policies decide. */
import { randomUUID } from 'node:crypto';
import { type AwsService, type RequiredPermission, ServiceError } from './aws-service.ts';
import type { ConditionContext } from './iam/conditions.ts';
import type { EndpointPolicies } from './iam/endpoint-policies.ts';
import { type Decision, evaluate } from './iam/evaluate.ts';
import type { Statement } from './iam/policy.ts';
import type { Principal } from './iam/principal.ts';
import type { ServiceRequest, ServiceResponse } from './service.ts';
import { verifySignature } from './signature.ts';

export interface GateProps {
  /** Those whose requests are taken. */
  readonly principals: readonly Principal[];
  readonly region: string;
  /** What else must allow a request that comes through an endpoint. @default - no endpoint has a policy of its own */
  readonly endpointPolicies?: EndpointPolicies;
  /** @default - the clock */
  readonly now?: () => Date;
}

export function behindGate(
  service: AwsService,
  gate: GateProps,
): (request: ServiceRequest) => Promise<ServiceResponse> {
  return async (request) => {
    const requestId = randomUUID();
    const response = await admit(service, gate, request, requestId);
    return { ...response, headers: { [service.errors.requestIdHeader]: requestId, ...response.headers } };
  };
}

async function admit(
  service: AwsService,
  gate: GateProps,
  request: ServiceRequest,
  requestId: string,
): Promise<ServiceResponse> {
  try {
    const caller = await identify(service, gate, request);
    const endpointPolicy = gate.endpointPolicies?.get(request.vpcEndpointId ?? '') ?? null;
    for (const permission of service.permissions(request))
      requirePermission(service, permission, request, { caller, endpointPolicy });
    return await service.answer(request, caller);
  } catch (error) {
    if (error instanceof ServiceError) return service.errors.respond(error, requestId);
    throw error;
  }
}

async function identify(
  { signingName, errors }: AwsService,
  { principals, region, now }: GateProps,
  request: ServiceRequest,
): Promise<Principal> {
  const verified = await verifySignature(request, {
    principals,
    region,
    signingName,
    now: now?.() ?? new Date(),
  });
  if (typeof verified === 'string') throw errors.signatureErrors[verified];
  return verified;
}

function requirePermission(
  { errors }: AwsService,
  permission: RequiredPermission,
  request: ServiceRequest,
  { caller, endpointPolicy }: Deciders,
): void {
  const call = {
    action: permission.action,
    resource: permission.resource,
    context: contextOf(permission, request, caller),
  };
  const asked = [
    { policy: 'identity-based policy', statements: caller.statements },
    ...(endpointPolicy ? [{ policy: 'VPC endpoint policy', statements: endpointPolicy }] : []),
  ];
  for (const { policy, statements } of asked) {
    const decision = evaluate(statements, call);
    if (decision.decision !== 'allow') {
      throw errors.denied(explain(decision, policy, permission, { caller, quote: errors.quoteResource }));
    }
  }
}

/** All of them must allow a request. */
interface Deciders {
  readonly caller: Principal;
  /** Null where the request comes through no endpoint, or through one that lets everything through. */
  readonly endpointPolicy: readonly Statement[] | null;
}

/** A request through a VPC endpoint has no source address for IAM, but the endpoint's id (AWS PrivateLink Guide). */
function contextOf(
  { conditionKeys = {} }: RequiredPermission,
  { sourceAddress, vpcEndpointId, secure }: ServiceRequest,
  { roleArn, functionArn }: Principal,
): ConditionContext {
  const keys = {
    ...conditionKeys,
    'aws:SecureTransport': [String(secure)],
    'aws:PrincipalArn': [roleArn],
    ...(vpcEndpointId === null ? { 'aws:SourceIp': [sourceAddress] } : { 'aws:SourceVpce': [vpcEndpointId] }),
    ...(functionArn !== null && { 'lambda:SourceFunctionArn': [functionArn] }),
  };
  return new Map(Object.entries(keys).map(([key, values]) => [key.toLowerCase(), values]));
}

/** IAM User Guide, Troubleshoot access denied error messages. */
function explain(
  { decision }: Decision,
  policy: string,
  { action, resource }: RequiredPermission,
  {
    caller,
    quote = (text) => text,
  }: { caller: Principal; quote?: ((resource: string) => string) | undefined },
): string {
  const on = resource === '*' ? '' : ` on resource: ${quote(resource)}`;
  const why =
    decision === 'explicit-deny'
      ? `with an explicit deny in ${policy.startsWith('i') ? 'an' : 'a'} ${policy}`
      : `because no ${policy} allows the ${action} action`;
  return `User: ${caller.arn} is not authorized to perform: ${action}${on} ${why}`;
}
