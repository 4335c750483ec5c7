/** Stands before every AWS service: verifies the signature, then has the policies of caller and VPC endpoint decide. */
import { randomUUID } from 'node:crypto';
import type { ServiceRequest, ServiceResponse } from '../stand-in.ts';
import { type AwsService, type RequiredPermission, ServiceError } from './aws-stand-in.ts';
import type { ConditionContext } from './iam/conditions.ts';
import type { EndpointPolicies } from './iam/endpoint-policy.ts';
import { type CallToDecide, type Decision, evaluate } from './iam/evaluate.ts';
import type { Principal } from './iam/principal.ts';
import { verifySignature } from './signature.ts';

export interface GateProps {
  /** Those whose requests are taken. */
  readonly principals: readonly Principal[];
  readonly region: string;
  /** @default - every endpoint lets everything through */
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
    for (const permission of service.permissions(request))
      requirePermission(service, permission, request, caller, gate);
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
  caller: Principal,
  { endpointPolicies }: GateProps,
): void {
  const { action, resource } = permission;
  const call: CallToDecide = { action, resource, context: contextOf(permission, request, caller) };
  const through = endpointPolicies?.get(request.vpcEndpointId ?? '');
  const decisions = [
    { policy: 'identity-based', ...evaluate(caller.statements, call) },
    ...(through ? [{ policy: 'VPC endpoint', ...evaluate(through, call) }] : []),
  ];
  const refusal = decisions.find(isExplicit) ?? decisions.find(({ decision }) => decision !== 'allow');
  if (refusal) throw errors.denied(explain(refusal, permission, caller, errors.quoteResource));
}

interface PolicyDecision extends Decision {
  /** As IAM names the kind of policy. */
  readonly policy: string;
}

function isExplicit({ decision }: Decision): boolean {
  return decision === 'explicit-deny';
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
    'aws:PrincipalAccount': [roleArn.split(':')[4] ?? ''],
    ...(vpcEndpointId === null ? { 'aws:SourceIp': [sourceAddress] } : { 'aws:SourceVpce': [vpcEndpointId] }),
    ...(functionArn !== null && { 'lambda:SourceFunctionArn': [functionArn] }),
  };
  return new Map(Object.entries(keys).map(([key, values]) => [key.toLowerCase(), values]));
}

/** IAM User Guide, Troubleshoot access denied error messages. */
function explain(
  { decision, policy }: PolicyDecision,
  { action, resource }: RequiredPermission,
  { arn }: Principal,
  quote: (resource: string) => string = (text) => text,
): string {
  const on = resource === '*' ? '' : ` on resource: ${quote(resource)}`;
  const why =
    decision === 'explicit-deny'
      ? `with an explicit deny in ${policy === 'identity-based' ? 'an' : 'a'} ${policy} policy`
      : `because no ${policy} policy allows the ${action} action`;
  return `User: ${arn} is not authorized to perform: ${action}${on} ${why}`;
}
