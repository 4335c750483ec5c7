/** Signatures and policies of requests to AWS services: what is refused, and in which words. */
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, ListBucketsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';
import { afterEach, describe, expect, test } from 'vitest';
import { withAuthorization } from '../../../../lib/lab/services/aws/authorize.ts';
import type { AwsStandIn } from '../../../../lib/lab/services/aws/aws-stand-in.ts';
import { restJsonErrors } from '../../../../lib/lab/services/aws/error-forms.ts';
import { endpointPolicies } from '../../../../lib/lab/services/aws/iam/endpoint-policy.ts';
import type { Credentials, Principal } from '../../../../lib/lab/services/aws/iam/principal.ts';
import { lambdaPrincipal } from '../../../../lib/lab/services/aws/iam/principal.ts';
import type { StandInRequest } from '../../../../lib/lab/services/stand-in.ts';
import type { VpcEndpoint } from '../../../../lib/lab/template/model.ts';
import {
  ALLOW_ALL,
  FUNCTION,
  type LoopbackInternet,
  model,
  type PolicyStatement,
  REGION,
  startLoopbackInternet,
} from '../loopback-internet.ts';

const running: LoopbackInternet[] = [];

async function start(statements?: readonly PolicyStatement[]): Promise<LoopbackInternet> {
  const internet = await startLoopbackInternet(statements);
  running.push(internet);
  return internet;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((internet) => internet.stop()));
});

type Change = (credentials: Credentials) => Partial<Credentials>;

const WRONG: readonly [string, Change, { s3: string; dynamodb: string; sts: string }][] = [
  [
    'a wrong secret',
    () => ({ secretAccessKey: 'wrong' }),
    { s3: 'SignatureDoesNotMatch', dynamodb: 'InvalidSignatureException', sts: 'SignatureDoesNotMatch' },
  ],
  [
    'an unknown access key',
    () => ({ accessKeyId: 'ASIA0000000000000000' }),
    { s3: 'InvalidAccessKeyId', dynamodb: 'UnrecognizedClientException', sts: 'InvalidClientTokenId' },
  ],
  [
    'a wrong session token',
    () => ({ sessionToken: 'wrong' }),
    { s3: 'InvalidToken', dynamodb: 'UnrecognizedClientException', sts: 'InvalidClientTokenId' },
  ],
];

describe('a signature', () => {
  test.each(WRONG)("of %s is refused in each service's own words", async (_, change, names) => {
    const { client, principal } = await start();
    const credentials = { ...principal.credentials, ...change(principal.credentials) };
    const s3 = new S3Client({ ...client, credentials });
    await expect(s3.send(new ListBucketsCommand({}))).rejects.toMatchObject({ name: names.s3 });
    const dynamodb = new DynamoDBClient({ ...client, credentials });
    const get = new GetItemCommand({ TableName: 'lab-table', Key: { id: { S: 'x' } } });
    await expect(dynamodb.send(get)).rejects.toMatchObject({
      name: names.dynamodb,
      $metadata: { httpStatusCode: 400 },
    });
    const sts = new STSClient({ ...client, credentials });
    await expect(sts.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({ name: names.sts });
  });

  test('that is more than five minutes off is refused', async () => {
    const { client } = await start();
    for (const minutes of [-6, 6]) {
      const s3 = new S3Client({ ...client, systemClockOffset: minutes * 60_000 });
      await expect(s3.send(new ListBucketsCommand({}))).rejects.toMatchObject({
        name: 'RequestTimeTooSkewed',
      });
    }
    const s3 = new S3Client({ ...client, systemClockOffset: -4 * 60_000 });
    await expect(s3.send(new ListBucketsCommand({}))).resolves.toBeDefined();
  });

  test('is wrong for a body that was changed on the path', async () => {
    const { client } = await start();
    const dynamodb = new DynamoDBClient(client);
    dynamodb.middlewareStack.add(
      (next) => (args) => {
        const request = args.request as { body: Uint8Array };
        request.body = Buffer.from(Buffer.from(request.body).toString().replace('"one"', '"two"'));
        return next(args);
      },
      { step: 'finalizeRequest', priority: 'low' },
    );
    const put = new PutItemCommand({ TableName: 'lab-table', Item: { id: { S: 'one' } } });
    await expect(dynamodb.send(put)).rejects.toMatchObject({ name: 'InvalidSignatureException' });
    const s3 = new S3Client(client);
    s3.middlewareStack.add(
      (next) => (args) => {
        (args.request as { headers: Record<string, string> }).headers['x-amz-meta-added'] = 'unsigned';
        return next(args);
      },
      { step: 'finalizeRequest', priority: 'low' },
    );
    const object = new PutObjectCommand({ Bucket: 'lab-bucket', Key: 'x', Body: 'x' });
    await expect(s3.send(object)).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' });
  });

  test('is required', async () => {
    const { client } = await start();
    const s3 = new S3Client({ ...client, signer: { sign: async (request) => request } });
    await expect(s3.send(new ListBucketsCommand({}))).rejects.toMatchObject({
      name: 'AccessDenied',
      $metadata: { httpStatusCode: 403 },
    });
  });
});

describe("the caller's policies", () => {
  const read: PolicyStatement = {
    Effect: 'Allow',
    Action: ['s3:GetObject', 's3:PutObject'],
    Resource: 'arn:aws:s3:::lab-bucket/*',
  };
  const put = new PutObjectCommand({ Bucket: 'lab-bucket', Key: 'x', Body: 'x' });

  test('allow what they name, and nothing else', async () => {
    const { client } = await start([read]);
    const s3 = new S3Client(client);
    await expect(s3.send(put)).resolves.toBeDefined();
    await expect(s3.send(new ListBucketsCommand({}))).rejects.toMatchObject({
      name: 'AccessDenied',
      $metadata: { httpStatusCode: 403 },
      message: expect.stringMatching(
        /^User: arn:aws:sts::111122223333:assumed-role\/lab-role\/lab-probe is not authorized to perform: s3:ListAllMyBuckets on resource: "arn:aws:s3:::\*" because no identity-based policy allows the s3:ListAllMyBuckets action$/,
      ),
    });
  });

  test('deny before they allow, and say so', async () => {
    const { client } = await start([read, { ...read, Effect: 'Deny', Action: 's3:PutObject' }]);
    const s3 = new S3Client(client);
    await expect(s3.send(put)).rejects.toThrow('with an explicit deny in an identity-based policy');
    const get = new GetObjectCommand({ Bucket: 'lab-bucket', Key: 'x' });
    await expect(s3.send(get)).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  test('see the true source address', async () => {
    const from = (block: string) => [{ ...read, Condition: { IpAddress: { 'aws:SourceIp': block } } }];
    const here = await start(from('127.0.0.0/8'));
    await expect(new S3Client(here.client).send(put)).resolves.toBeDefined();
    const elsewhere = await start(from('2001:db8:1234:1a00::/56'));
    await expect(new S3Client(elsewhere.client).send(put)).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  test('see which item of a table is requested', async () => {
    const { client } = await start([
      {
        Effect: 'Allow',
        Action: 'dynamodb:*',
        Resource: 'arn:aws:dynamodb:us-west-2:111122223333:table/lab-table',
        Condition: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['mine'] } },
      },
    ]);
    const dynamodb = new DynamoDBClient(client);
    const get = (id: string) => new GetItemCommand({ TableName: 'lab-table', Key: { id: { S: id } } });
    await expect(dynamodb.send(get('mine'))).resolves.toBeDefined();
    await expect(dynamodb.send(get('theirs'))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      $metadata: { httpStatusCode: 400 },
      message:
        'User: arn:aws:sts::111122223333:assumed-role/lab-role/lab-probe is not authorized to perform: dynamodb:GetItem on resource: arn:aws:dynamodb:us-west-2:111122223333:table/lab-table because no identity-based policy allows the dynamodb:GetItem action',
    });
    const write = new PutItemCommand({ TableName: 'lab-table', Item: { id: { S: 'theirs' } } });
    await expect(dynamodb.send(write)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  test('see whose the resource is, and nothing where no bucket of the account has the name', async () => {
    const ofAccount = (account: string): PolicyStatement => ({
      ...{ Effect: 'Allow', Action: ['s3:*', 'dynamodb:*'], Resource: '*' },
      Condition: { StringEquals: { 'aws:ResourceAccount': account } },
    });
    const item = new PutItemCommand({ TableName: 'lab-table', Item: { id: { S: 'x' } } });
    const { client } = await start([ofAccount('111122223333')]);
    await expect(new S3Client(client).send(put)).resolves.toBeDefined();
    await expect(new DynamoDBClient(client).send(item)).resolves.toBeDefined();
    const gone = new PutObjectCommand({ Bucket: 'gone-bucket', Key: 'x', Body: 'x' });
    await expect(new S3Client(client).send(gone)).rejects.toMatchObject({ name: 'AccessDenied' });
    const { client: other } = await start([ofAccount('444455556666')]);
    await expect(new S3Client(other).send(put)).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(new DynamoDBClient(other).send(item)).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
  });

  test('see which function calls', async () => {
    const arn = 'arn:aws:lambda:us-west-2:111122223333:function:lab-probe';
    const deny: PolicyStatement = {
      Effect: 'Deny',
      Action: 's3:PutObject',
      Resource: '*',
      Condition: { ArnEquals: { 'lambda:SourceFunctionArn': arn } },
    };
    const { client } = await start([ALLOW_ALL, deny]);
    await expect(new S3Client(client).send(put)).rejects.toMatchObject({ name: 'AccessDenied' });
  });
});

describe('authorization', () => {
  const seen: Principal[] = [];
  const standIn: AwsStandIn = {
    signingName: 'sts',
    errors: restJsonErrors,
    permissions: () => [{ action: 'sts:GetCallerIdentity', resource: '*' }],
    answer: (_, caller) => {
      seen.push(caller);
      return { status: 200 };
    },
  };
  const request: StandInRequest = {
    method: 'POST',
    host: 'sts.us-west-2.api.aws',
    path: '/',
    query: new URLSearchParams(),
    headers: { host: 'sts.us-west-2.api.aws' },
    body: Buffer.alloc(0),
    secure: true,
    sourceAddress: '2001:db8::1',
    vpcEndpointId: null,
  };

  /** The headers that a real client signs. */
  async function signed(
    { credentials }: Principal,
    region = REGION,
    service = 'sts',
    hostHeader = 'host',
  ): Promise<StandInRequest> {
    const signer = new SignatureV4({ credentials, region, service, sha256: Sha256 });
    const { method, host: hostname, path } = request;
    const { headers } = await signer.sign({
      method,
      protocol: 'https:',
      hostname,
      path,
      headers: { [hostHeader]: hostname },
    });
    return { ...request, headers };
  }

  function authorizing(statements: readonly PolicyStatement[], change: Partial<Principal> = {}) {
    const principal = { ...lambdaPrincipal(model(statements), FUNCTION), ...change };
    return { principal, handle: withAuthorization(standIn, { principals: [principal], region: REGION }) };
  }

  test('passes the caller to the stand-in', async () => {
    const { principal, handle } = authorizing([ALLOW_ALL]);
    expect(await handle(await signed(principal))).toMatchObject({ status: 200 });
    expect(seen).toEqual([principal]);
  });

  test('gives every answer a request id', async () => {
    const { handle } = authorizing([ALLOW_ALL]);
    const response = await handle(request);
    expect(response).toMatchObject({
      status: 403,
      headers: {
        'x-amzn-requestid': expect.stringMatching(/^[0-9a-f-]{36}$/),
        'x-amzn-errortype': 'MissingAuthenticationTokenException',
      },
    });
  });

  test.each([
    ['takes', 'the HTTP/2 name of Host', ':authority', 200],
    ['refuses', 'a header other than Host', 'accept', 403],
  ])('%s a signature of %s', async (_, __, name, status) => {
    const { principal, handle } = authorizing([ALLOW_ALL]);
    expect(await handle(await signed(principal, REGION, 'sts', name))).toMatchObject({ status });
  });

  test('refuses credentials that have expired', async () => {
    const { principal, handle } = authorizing([ALLOW_ALL], { expiresAt: new Date(Date.now() - 1000) });
    const response = await handle(await signed(principal));
    expect(response).toMatchObject({
      status: 403,
      headers: { 'x-amzn-errortype': 'ExpiredTokenException' },
    });
  });

  test.each([
    ['Region', 'us-east-1', 'sts'],
    ['service', REGION, 'iam'],
  ])('refuses a signature for another %s', async (_, region, service) => {
    const { principal, handle } = authorizing([ALLOW_ALL]);
    expect(await handle(await signed(principal, region, service))).toMatchObject({
      status: 403,
      headers: { 'x-amzn-errortype': 'InvalidSignatureException' },
    });
  });

  test('has no source address for a request through a VPC endpoint', async () => {
    const anywhere = { 'aws:SourceIp': ['::/0', '0.0.0.0/0'] };
    const { principal, handle } = authorizing([{ ...ALLOW_ALL, Condition: { IpAddress: anywhere } }]);
    const direct = await signed(principal);
    expect(await handle(direct)).toMatchObject({ status: 200 });
    expect(await handle({ ...direct, vpcEndpointId: 'vpce-1' })).toMatchObject({ status: 403 });
  });

  describe('at a VPC endpoint with a policy', () => {
    const own = { ...ALLOW_ALL, Principal: { AWS: '*' } };

    async function through(statement: object, role: readonly PolicyStatement[] = [ALLOW_ALL]) {
      const principal = lambdaPrincipal(model(role), FUNCTION);
      const endpoint = { ...ENDPOINT, policyDocument: { Statement: statement } };
      const handle = withAuthorization(standIn, {
        principals: [principal],
        region: REGION,
        endpointPolicies: endpointPolicies([endpoint]),
      });
      const direct = await signed(principal);
      const [inside, outside] = await Promise.all([
        handle({ ...direct, vpcEndpointId: ENDPOINT.id }),
        handle(direct),
      ]);
      return { inside, outside };
    }

    test('requires both policies for requests through it, and only the role’s for all others', async () => {
      expect(await through(own)).toMatchObject({ inside: { status: 200 }, outside: { status: 200 } });
      const { inside, outside } = await through({ ...own, Action: 's3:*' });
      expect(outside.status).toBe(200);
      expect(inside.status).toBe(403);
      expect(String(inside.body)).toContain(
        'because no VPC endpoint policy allows the sts:GetCallerIdentity action',
      );
    });

    test('does not allow what the role may not do', async () => {
      const { inside } = await through(own, [{ ...ALLOW_ALL, Action: 's3:*' }]);
      expect(String(inside.body)).toContain('because no identity-based policy allows');
    });

    test('names the policy that denies, and knows the caller’s account', async () => {
      const { inside } = await through([own, { ...own, Effect: 'Deny' }]);
      expect(String(inside.body)).toContain('with an explicit deny in a VPC endpoint policy');
      const from = (account: string) => ({
        ...own,
        Condition: { StringEquals: { 'aws:PrincipalAccount': account } },
      });
      expect((await through(from('111122223333'))).inside.status).toBe(200);
      expect((await through(from('444455556666'))).inside.status).toBe(403);
    });
  });
});

const ENDPOINT: VpcEndpoint = {
  logicalId: 'Endpoint',
  id: 'vpce-0123456789abcdef0',
  serviceName: 'com.amazonaws.us-west-2.sts',
  service: 'sts',
  kind: 'interface',
  families: ['IPv4'],
  routeTableIds: [],
  subnetIds: [],
  securityGroupIds: [],
  privateDnsNames: [],
  privateDnsFamilies: [],
  regionalDnsFamilies: [],
  policyDocument: null,
};
