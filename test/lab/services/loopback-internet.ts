/** The lab's internet on the loopback address, for tests: with a template's resources, a caller, and SDK clients. */
import { Agent, type RequestOptions } from 'node:https';
import { connect } from 'node:tls';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { lambdaPrincipal, type Principal } from '../../../lib/lab/services/aws/iam/principal.ts';
import { type RunningInternet, startInternet } from '../../../lib/lab/services/http/internet-servers.ts';
import { baselineInternet } from '../../../lib/lab/services/internet/baseline.ts';
import type { Internet } from '../../../lib/lab/services/internet/internet.ts';
import type { LambdaFunction, Model, OtherResource } from '../../../lib/lab/template/model.ts';

export const REGION = 'us-west-2';
const ACCOUNT_ID = '111122223333';

export interface PolicyStatement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: unknown;
}

export const ALLOW_ALL: PolicyStatement = { Effect: 'Allow', Action: '*', Resource: '*' };

const RESOURCES: readonly OtherResource[] = [
  { logicalId: 'Bucket', type: 'AWS::S3::Bucket', id: 'lab-bucket', properties: {} },
  { logicalId: 'Another', type: 'AWS::S3::Bucket', id: 'another-bucket', properties: {} },
  {
    logicalId: 'Table',
    type: 'AWS::DynamoDB::Table',
    id: 'lab-table',
    properties: {
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
      DeletionProtectionEnabled: false,
    },
  },
  {
    logicalId: 'VectorBucket',
    type: 'AWS::S3Vectors::VectorBucket',
    id: `arn:aws:s3vectors:${REGION}:${ACCOUNT_ID}:bucket/lab-vectors`,
    properties: { VectorBucketName: 'lab-vectors' },
  },
  {
    logicalId: 'Index',
    type: 'AWS::S3Vectors::Index',
    id: `arn:aws:s3vectors:${REGION}:${ACCOUNT_ID}:bucket/lab-vectors/index/lab-index`,
    properties: {
      VectorBucketName: 'lab-vectors',
      IndexName: 'lab-index',
      DataType: 'float32',
      Dimension: 3,
      DistanceMetric: 'cosine',
    },
  },
];

export function role(statements: readonly PolicyStatement[]): OtherResource {
  return {
    logicalId: 'Role',
    type: 'AWS::IAM::Role',
    id: 'lab-role',
    properties: {
      AssumeRolePolicyDocument: {},
      Policies: [{ PolicyName: 'test', PolicyDocument: { Version: '2012-10-17', Statement: statements } }],
    },
  };
}

export function model(statements: readonly PolicyStatement[] = [ALLOW_ALL]): Model {
  return {
    region: REGION,
    accountId: ACCOUNT_ID,
    vpc: {
      logicalId: 'Vpc',
      id: 'vpc-0123456789abcdef0',
      ipv4CidrBlocks: ['10.1.0.0/16'],
      ipv6CidrBlocks: ['2001:db8:1234:1a00::/56'],
      dnsSupport: true,
      dnsHostnames: true,
    },
    subnets: [
      {
        logicalId: 'Private',
        id: 'subnet-0aaaaaaaaaaaaaaaa',
        name: 'sub-private',
        availabilityZone: `${REGION}a`,
        ipv4CidrBlock: '10.1.2.0/24',
        ipv6CidrBlock: '2001:db8:1234:1a02::/64',
        mapPublicIpOnLaunch: false,
        dns64: false,
        routeTableId: 'rtb-0bbbbbbbbbbbbbbbb',
        networkAclId: 'acl-0eeeeeeeeeeeeeeee',
        publicAccess: 'open',
      },
    ],
    routeTables: [
      { logicalId: 'Main', id: 'rtb-0cccccccccccccccc', main: true, routes: [] },
      {
        logicalId: 'PrivateTable',
        id: 'rtb-0bbbbbbbbbbbbbbbb',
        main: false,
        routes: [{ logicalId: 'Out', destinationCidrBlock: '::/0', gatewayId: 'eigw-0dddddddddddddddd' }],
      },
    ],
    gateways: [
      {
        logicalId: 'Eigw',
        id: 'eigw-0dddddddddddddddd',
        kind: 'egress-only-internet-gateway',
        subnetId: null,
        publicIpv4Address: null,
      },
    ],
    networkAcls: [],
    endpoints: [],
    prefixLists: [],
    privateZones: [],
    notices: [],
    unread: [],
    unreadSubnetTables: {},
    hiddenNames: [],
    securityGroups: [],
    functions: [FUNCTION],
    forwarders: [],
    workloads: [],
    unplacedWorkloads: [],
    others: [...RESOURCES, role(statements)],
  };
}

export const FUNCTION: LambdaFunction = {
  logicalId: 'Probe',
  name: 'lab-probe',
  handler: 'index.handler',
  runtime: 'nodejs24.x',
  logGroupName: '/aws/lambda/probe',
  codePath: '/nowhere',
  environment: {},
  timeoutSeconds: 60,
  memoryMegabytes: 1024,
  subnetIds: ['subnet-0aaaaaaaaaaaaaaaa'],
  securityGroupIds: [],
  ipv6AllowedForDualStack: true,
  roleLogicalId: 'Role',
};

export interface LoopbackInternet extends RunningInternet {
  readonly model: Model;
  readonly principal: Principal;
  /** What every SDK client takes: the real host names, led to this internet. */
  readonly client: ReturnType<typeof clientConfiguration>;
}

/** Every host of the baseline at 127.0.0.1, which is also what the services see as the source. */
export async function startLoopbackInternet(
  statements: readonly PolicyStatement[] = [ALLOW_ALL],
  change: (internet: Internet) => Internet = (internet) => internet,
): Promise<LoopbackInternet> {
  const { hosts } = baselineInternet({ region: REGION, accountId: ACCOUNT_ID });
  const internet = change({ hosts: hosts.map((host) => ({ ...host, ipv4: ['127.0.0.1'], ipv6: ['::1'] })) });
  const testModel = model(statements);
  const principal = lambdaPrincipal(testModel, FUNCTION);
  const running = await startInternet({
    internet,
    model: testModel,
    principals: [principal],
    httpPort: 0,
    httpsPort: 0,
  });
  return { ...running, model: testModel, principal, client: clientConfiguration(running, principal) };
}

function clientConfiguration(running: RunningInternet, { credentials }: Principal) {
  return {
    region: REGION,
    credentials,
    useDualstackEndpoint: true,
    maxAttempts: 1,
    requestHandler: new NodeHttpHandler({ httpsAgent: new LoopbackAgent(running) }),
  };
}

/** Leads every connection to the loopback address, and trusts the lab's authority. */
export class LoopbackAgent extends Agent {
  readonly #running: RunningInternet;

  constructor(running: RunningInternet) {
    super({ keepAlive: false });
    this.#running = running;
  }

  override createConnection(options: RequestOptions) {
    const { caCertificatePem, httpsPort } = this.#running;
    return connect({
      host: '127.0.0.1',
      port: httpsPort,
      ca: caCertificatePem,
      ...(options.servername !== undefined && { servername: options.servername }),
    });
  }
}
