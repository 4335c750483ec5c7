/** A policy forbids writing to S3 in so many words: the network is fine, and IAM says who is to blame. */
import { changeStatements } from './role-statements.ts';
import { controlsSilent, failed, healthy, type World } from './world.ts';

export const explicitDeny: World = {
  name: 'explicit-deny',
  summary: "the role's policy explicitly denies s3:PutObject",
  changeTemplate: (template) =>
    changeStatements(template, (statements) => [
      ...statements,
      { Effect: 'Deny', Action: 's3:PutObject', Resource: '*' },
    ]),
  expectTarget: (id) => (id === 's3' ? failed('AccessDenied') : healthy(id)),
  expectControls: controlsSilent,
};
