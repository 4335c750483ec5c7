/** Authorizes requests to AWS services: verifies the signature, then evaluates the policies of caller and VPC endpoint. */
import { randomUUID } from 'node:crypto';
import type { StandInRequest, StandInResponse } from '../stand-in.ts';
import { AwsError, type AwsStandIn, type RequiredPermission } from './aws-stand-in.ts';
import type { ConditionContext } from './iam/conditions.ts';
import type { EndpointPolicies } from './iam/endpoint-policy.ts';
import { type CallToDecide, type Decision, evaluate } from './iam/evaluate.ts';
import type { Principal } from './iam/principal.ts';
import { verifySignature } from './signature.ts';

export interface AuthorizationProps {
  /** Requests of these are taken. */
  readonly principals: readonly Principal[];
  readonly region: string;
  /** @default - every endpoint allows everything */
  readonly endpointPolicies?: EndpointPolicies;
  /** @default - the machine's clock */
  readonly now?: () => Date;
}

export function withAuthorization(
  standIn: AwsStandIn,
  props: AuthorizationProps,
): (request: StandInRequest) => Promise<StandInResponse> {
  return async (request) => {
    const requestId = randomUUID();
    const response = await authorizeAndAnswer(standIn, props, request, requestId);
    return { ...response, headers: { [standIn.errors.requestIdHeader]: requestId, ...response.headers } };
  };
}

async function authorizeAndAnswer(
  standIn: AwsStandIn,
  props: AuthorizationProps,
  request: StandInRequest,
  requestId: string,
): Promise<StandInResponse> {
  try {
    const caller = await identify(standIn, props, request);
    for (const permission of standIn.permissions(request))
      requirePermission(standIn, permission, request, caller, props);
    return await standIn.answer(request, caller);
  } catch (error) {
    if (error instanceof AwsError) return standIn.errors.respond(error, requestId);
    throw error;
  }
}

async function identify(
  { signingName, errors }: AwsStandIn,
  { principals, region, now }: AuthorizationProps,
  request: StandInRequest,
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
  { errors }: AwsStandIn,
  permission: RequiredPermission,
  request: StandInRequest,
  caller: Principal,
  { endpointPolicies }: AuthorizationProps,
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
  { resource, conditionKeys = {} }: RequiredPermission,
  { sourceAddress, vpcEndpointId, secure }: StandInRequest,
  { roleArn, functionArn }: Principal,
): ConditionContext {
  const resourceAccount = accountOf(resource);
  const keys = {
    ...(resourceAccount !== '' && { 'aws:ResourceAccount': [resourceAccount] }),
    ...conditionKeys,
    'aws:SecureTransport': [String(secure)],
    'aws:PrincipalArn': [roleArn],
    'aws:PrincipalAccount': [accountOf(roleArn)],
    ...(vpcEndpointId === null ? { 'aws:SourceIp': [sourceAddress] } : { 'aws:SourceVpce': [vpcEndpointId] }),
    ...(functionArn !== null && { 'lambda:SourceFunctionArn': [functionArn] }),
  };
  return new Map(Object.entries(keys).map(([key, values]) => [key.toLowerCase(), values]));
}

/** Empty where the ARN names none, as those of buckets and of AWS's own models. */
function accountOf(arn: string): string {
  return arn.split(':')[4] ?? '';
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
