/** What an endpoint's policy says of a call where only its action and resource are known. */
import { expect, test } from 'vitest';
import { possibleDecision } from '../../../../../lib/lab/services/aws/iam/possible-decision.ts';

const BUCKET = 'arn:aws:s3:::layers';
const CALL = { action: 's3:GetObject', resource: `${BUCKET}/*` };

const allow = { Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: `${BUCKET}/*` };
const deny = { ...allow, Effect: 'Deny' };
const Condition = { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } };
const role = { AWS: 'arn:aws:iam::111122223333:role/app' };
const policy = (...Statement: readonly object[]) => ({ Version: '2012-10-17', Statement });

test.each<[string, unknown, string]>([
  ['the default one', null, 'allow'],
  ['one that allows it to everyone', policy(allow), 'allow'],
  ['one with everyone among others', policy({ ...allow, Principal: { AWS: ['1', '*'] } }), 'allow'],
  ['one with the action in small letters', policy({ ...allow, Action: 'S3:getobject' }), 'allow'],
  ['one in a text', JSON.stringify(policy(allow)), 'allow'],
  ['one with a single statement', { Statement: allow }, 'allow'],
  ['one with an empty condition', policy({ ...allow, Condition: {} }), 'allow'],
  ['one that denies something else', policy(allow, { ...deny, Action: 's3:Put*' }), 'allow'],
  ['one for another bucket', policy({ ...allow, Resource: 'arn:aws:s3:::mine/*' }), 'deny'],
  ['one for the bucket itself', policy({ ...allow, Resource: BUCKET }), 'deny'],
  ['one for another action', policy({ ...allow, Action: 's3:PutObject' }), 'deny'],
  ['one for another action with a condition', policy({ ...allow, Action: 's3:Put*', Condition }), 'deny'],
  ['one without statements', policy(), 'deny'],
  ['one that also denies it', policy(allow, deny), 'deny'],
  ['one that denies everything', policy({ ...deny, Action: '*', Resource: '*' }), 'deny'],
  ['one with a condition', policy({ ...allow, Condition }), 'unknown'],
  ['one for a role', policy({ ...allow, Principal: role }), 'unknown'],
  ['one that denies it under a condition', policy(allow, { ...deny, Condition }), 'unknown'],
  ['one that denies it to a role', policy(allow, { ...deny, Principal: role }), 'unknown'],
  ['one with NotAction', policy({ ...allow, Action: undefined, NotAction: 's3:Put*' }), 'unknown'],
  [
    'one that denies all but some',
    policy(allow, { Effect: 'Deny', Principal: '*', NotResource: '*' }),
    'unknown',
  ],
  ['one with a variable', policy({ ...allow, Resource: `${BUCKET}/\${aws:username}` }), 'unknown'],
  ['one that cannot be read', 'no JSON', 'unknown'],
  ['one with a strange effect', policy({ ...allow, Effect: 'Perhaps' }), 'unknown'],
])('%s', (_, document, decision) => {
  expect(possibleDecision(document, CALL)).toBe(decision);
});

test('an action that takes no resource is allowed only on all of them', () => {
  const password = { action: 'ecr:GetAuthorizationToken', resource: '*' };
  const repository = 'arn:aws:ecr:us-west-2:111122223333:repository/app';
  const statement = { Effect: 'Allow', Principal: '*', Action: 'ecr:*' };
  expect(possibleDecision(policy({ ...statement, Resource: '*' }), password)).toBe('allow');
  expect(possibleDecision(policy({ ...statement, Resource: repository }), password)).toBe('deny');
});
