/** The caller of a request: its names, its role's policies, and credentials that no other caller has. */
import { expect, test } from 'vitest';
import { lambdaPrincipal } from '../../../../../lib/lab/services/aws/iam/principal.ts';
import { FUNCTION, model } from '../../loopback-internet.ts';

const caller = () => lambdaPrincipal(model(), FUNCTION);

test('a function is its role’s session, with the role’s statements', () => {
  expect(caller()).toMatchObject({
    arn: 'arn:aws:sts::111122223333:assumed-role/lab-role/lab-probe',
    userId: expect.stringMatching(/^AROA[0-9A-F]{16}:lab-probe$/),
    roleArn: 'arn:aws:iam::111122223333:role/lab-role',
    functionArn: 'arn:aws:lambda:us-west-2:111122223333:function:lab-probe',
    statements: [{ effect: 'Allow', actions: ['*'], resources: ['*'] }],
  });
  expect(caller().expiresAt).toBeUndefined();
});

test.each([
  ['us-gov-west-1', 'aws-us-gov'],
  ['cn-north-1', 'aws-cn'],
  ['eusc-de-east-1', 'aws-eusc'],
])('in %s its ARNs are of the partition %s', (region, partition) => {
  expect(lambdaPrincipal({ ...model(), region }, FUNCTION)).toMatchObject({
    arn: `arn:${partition}:sts::111122223333:assumed-role/lab-role/lab-probe`,
    roleArn: `arn:${partition}:iam::111122223333:role/lab-role`,
    functionArn: `arn:${partition}:lambda:${region}:111122223333:function:lab-probe`,
  });
});

test('the role’s id stays the same, and differs from another role’s', () => {
  const [role] = model().others.filter(({ logicalId }) => logicalId === 'Role');
  const others = role ? [{ ...role, id: 'other-role' }] : [];
  expect(caller().userId).toBe(caller().userId);
  expect(lambdaPrincipal({ ...model(), others }, FUNCTION).userId).not.toBe(caller().userId);
});

test('credentials have AWS’s form, and are new for each caller', () => {
  const { credentials } = caller();
  expect(credentials).toEqual({
    accessKeyId: expect.stringMatching(/^ASIA[0-9A-F]{16}$/),
    secretAccessKey: expect.stringMatching(/^[\w+/]{40}$/),
    sessionToken: expect.stringMatching(/^[\w+/]{128}$/),
  });
  const other = caller().credentials;
  for (const name of ['accessKeyId', 'secretAccessKey', 'sessionToken'] as const)
    expect(other[name]).not.toBe(credentials[name]);
});
