/** The caller of a request: a function in its role's session, with credentials of its own. */
import { createHash, randomBytes } from 'node:crypto';
import type { LambdaFunction, Model } from '../../../template/model.ts';
import { arnOf } from '../arn.ts';
import type { Statement } from './policy.ts';
import { readRole } from './role-policies.ts';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

export interface Principal {
  readonly credentials: Credentials;
  /** `arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION`. */
  readonly arn: string;
  /** `AROA…:SESSION`. */
  readonly userId: string;
  readonly roleArn: string;
  /** The function that has the credentials; null for a task or a user's command. */
  readonly functionArn: string | null;
  readonly statements: readonly Statement[];
  /** When the credentials expire. @default - never */
  readonly expiresAt?: Date;
}

/**
 * A function's principal, with new credentials.
 * @throws UnknownPolicyElement if the role's policies have an element that the evaluator does not know
 */
export function lambdaPrincipal(model: Model, fn: LambdaFunction): Principal {
  const { region, accountId } = model;
  const role = readRole(model, fn.roleLogicalId);
  return {
    credentials: newCredentials(),
    arn: arnOf(region, 'sts', `:${accountId}`, `assumed-role/${role.name}/${fn.name}`),
    userId: `${uniqueId('AROA', role.name)}:${fn.name}`,
    roleArn: arnOf(region, 'iam', `:${accountId}`, `role/${role.name}`),
    functionArn: arnOf(region, 'lambda', `${region}:${accountId}`, `function:${fn.name}`),
    statements: role.statements,
  };
}

/** In AWS's format: `ASIA` marks temporary credentials (IAM User Guide, unique identifiers). */
function newCredentials(): Credentials {
  return {
    accessKeyId: uniqueId('ASIA', randomBytes(16).toString('hex')),
    secretAccessKey: randomBytes(30).toString('base64'),
    sessionToken: randomBytes(96).toString('base64'),
  };
}

function uniqueId(prefix: string, seed: string): string {
  const suffix = createHash('sha256').update(seed).digest('hex').slice(0, 16).toUpperCase();
  return `${prefix}${suffix}`;
}
