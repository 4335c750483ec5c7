/** What `Policies` of a function of AWS SAM allow: names of AWS's policies, SAM's templates, and documents. */
import { isObject } from '../../lab/template/intrinsics.ts';
import { mapIn, type ValueReader } from '../read-value.ts';
import { type Grant, grantsIn } from './grants.ts';
import { managedActionsBySamName, samTemplateAction } from './managed-policies.ts';
import { NOT_IN_TEMPLATE } from './roles.ts';

/** Null where they cannot be read. */
export function samGrants(raw: unknown, reader: ValueReader): Grant[] | null {
  if (raw === undefined) return [];
  const chosen = reader.chosen(raw);
  const policies = Array.isArray(chosen) ? reader.items(chosen) : [chosen];
  return policies?.flatMap((policy, index) => samGrant(policy, index + 1, reader)) ?? null;
}

function samGrant(policy: unknown, number: number, reader: ValueReader): Grant[] {
  const { logicalId } = reader.resource;
  if (isObject(policy) && 'Statement' in policy) return grantsIn(policy, `policy ${number}`, reader);
  const [template] = Object.keys(mapIn(policy));
  const action = template === undefined ? undefined : samTemplateAction(template);
  if (action !== undefined) return [{ logicalId, where: `SAM policy ${template}`, actions: [action] }];
  const read = reader.read(policy);
  if ('problem' in read) return [{ logicalId, where: `policy ${number}`, problem: read.problem }];
  if (typeof read.value !== 'string')
    return [{ logicalId, where: `policy ${number}`, problem: NOT_IN_TEMPLATE }];
  return [named(logicalId, read.value)];
}

function named(logicalId: string, given: string): Grant {
  const name = given.replace(/^.*:policy\//, '');
  const actions = managedActionsBySamName(name);
  const where = `managed policy ${name}`;
  return actions ? { logicalId, where, actions } : { logicalId, where, problem: NOT_IN_TEMPLATE };
}
