/** The stand-in of STS. */
import { GetCallerIdentityCommand, GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LoopbackInternet, startLoopbackInternet } from '../loopback-internet.ts';

describe('the stand-in of STS, called by the current SDK', () => {
  let internet: LoopbackInternet;
  let sts: STSClient;

  beforeAll(async () => {
    internet = await startLoopbackInternet([{ Effect: 'Deny', Action: '*', Resource: '*' }]);
    sts = new STSClient(internet.client);
  });
  afterAll(() => internet.stop());

  test('identifies the caller, whatever the policies', async () => {
    expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: '111122223333',
      Arn: 'arn:aws:sts::111122223333:assumed-role/lab-role/lab-probe',
      UserId: expect.stringMatching(/^AROA[0-9A-F]{16}:lab-probe$/),
    });
  });

  test('refuses operations that it does not implement', async () => {
    await expect(sts.send(new GetSessionTokenCommand({}))).rejects.toMatchObject({ name: 'InvalidAction' });
  });
});
