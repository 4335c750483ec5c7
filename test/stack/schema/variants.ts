/** The settings with which the stack is held against the schemas: each opt-in by itself, and all together. */

const EXISTING = {
  vpcId: 'vpc-0123456789abcdef0',
  subnetIds: ['subnet-0aaaaaaaaaaaaaaa0', 'subnet-0aaaaaaaaaaaaaaa1'],
  routeTableIds: ['rtb-0bbbbbbbbbbbbbbb0', 'rtb-0bbbbbbbbbbbbbbb0'],
  vpcIpv6CidrBlock: ['2600:1f14:abc:de00::/56', '2600:1f14:abc:df00::/56'],
  subnetAvailabilityZones: ['us-west-2a', 'us-west-2a'],
};

const OPT_INS = {
  tags: { tags: { team: 'network' } },
  articleNames: { articleNames: true },
  'three zones': { availabilityZones: 3 },
  'named zones': { availabilityZones: ['us-west-2a', 'us-west-2c'] },
  targets: {
    targets: ['https://api.github.com', { url: 'tcp://db.example.com:5432', name: 'a: b', metrics: true }],
  },
  ecrImage: { ecrImage: 'my-app:1.0' },
  reservedConcurrency: { reservedConcurrency: 2 },
  alarms: { alarms: true },
  alarmMail: { alarms: true, alarmMail: 'team@example.com' },
  schedule: { schedule: 'rate(1 day)' },
  interfaceEndpoints: {
    interfaceEndpoints: ['bedrock-runtime', 'sts', 'ec2', 'ecr.api', 'ecr.dkr', 'logs', 'ssmmessages'],
  },
  gatewayEndpoints: { gatewayEndpoints: ['s3', 'dynamodb'] },
  fargate: { fargate: true },
};

export const VARIANTS: Readonly<Record<string, object>> = {
  'the default': {},
  ...OPT_INS,
  'no witness': { iamWitness: false, eventTargets: false, dashboard: false },
  'no S3 Vectors, no Bedrock Runtime': { s3Vectors: false, bedrockRuntime: false },
  'an existing VPC': EXISTING,
  'an existing VPC with alarms': { ...EXISTING, ...OPT_INS.alarmMail, ...OPT_INS.schedule },
  'all together': Object.assign({}, ...Object.values(OPT_INS)),
};
