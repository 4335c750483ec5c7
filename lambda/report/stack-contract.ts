/** What the stack, its probe and the command line must agree on: variables, outputs, keys, names. */

/** For the stack, which sets these variables on a probe function, and the probe. All are strings; absent means unknown. */
export const ENV = {
  /** The VPC's IPv6 blocks, comma-separated, for example `2600:1f14:abc:de00::/56`. */
  vpcIpv6CidrBlock: 'NATLESS_VPC_IPV6_CIDR_BLOCK',
  /** The VPC's IPv4 blocks, comma-separated, for example `10.1.0.0/16`. */
  vpcIpv4CidrBlock: 'NATLESS_VPC_IPV4_CIDR_BLOCK',
  vpcId: 'NATLESS_VPC_ID',
  subnetId: 'NATLESS_SUBNET_ID',
  /** The subnet's own IPv6 block, for example `2600:1f14:abc:de08::/64`. */
  subnetIpv6CidrBlock: 'NATLESS_SUBNET_IPV6_CIDR_BLOCK',
  availabilityZone: 'NATLESS_AVAILABILITY_ZONE',
  /** The gateway that the stack declared as the subnet's `::/0` route: an `eigw-…` or an `igw-…`. */
  gatewayId: 'NATLESS_GATEWAY_ID',
  bucketName: 'NATLESS_BUCKET_NAME',
  tableName: 'NATLESS_TABLE_NAME',
  tableArn: 'NATLESS_TABLE_ARN',
  /** Absent where the setting `s3Vectors` is off. */
  vectorIndexArn: 'NATLESS_VECTOR_INDEX_ARN',
  /** `true` where the role's grants hold only for requests from the VPC's IPv6 block. */
  iamWitness: 'NATLESS_IAM_WITNESS',
  /** `false` where an event may not name targets. */
  eventTargets: 'NATLESS_EVENT_TARGETS',
  /** The TCP ports that the security group lets out, comma-separated. */
  openPorts: 'NATLESS_OPEN_PORTS',
  /** The services that have one of the stack's VPC endpoints in the probe's subnet, by EC2's names (`s3`); absent without any. */
  vpcEndpoints: 'NATLESS_VPC_ENDPOINTS',
  /** The image of the setting `ecrImage`, in the account's ECR, as `repository:tag`; absent without the setting. */
  image: 'NATLESS_IMAGE',
  /** `false` where the setting `bedrockRuntime` is off. */
  bedrockRuntime: 'NATLESS_BEDROCK_RUNTIME',
} as const;

/**
 * For the lab and the probe, never for the stack: with `true`, users' targets may lead to the addresses of the lab's own
 * internet, which are for documentation and benchmarks (RFC 3849, 5737, 2544), and no real host has.
 */
export const LAB_ADDRESSES = 'NATLESS_LAB_ADDRESSES';

/**
 * For the lab and the probe, never for the stack: with `true`, and only beside the one above, users' targets may lead to
 * addresses of the VPC, which is emulated and another project's.
 */
export const LAB_OTHERS_VPC = 'NATLESS_LAB_OTHERS_VPC';

/** For the stack and the command line: the stack's name unless the user chooses another. */
export const STACK_NAME = 'Natless';

/** For the stack and the command line: the name of a Region's stack where several Regions have one. */
export const regionalStackName = (stackName: string, region: string) => `${stackName}-${region}`;

/** For the stack and the command line, which finds the probes by these outputs. */
export const OUTPUTS = {
  /** Comma-separated, one per private subnet. */
  functionNames: 'ProbeFunctionNames',
  logGroupNames: 'ProbeLogGroupNames',
  flowLogGroupName: 'FlowLogGroupName',
  invokeCommand: 'InvokeCommand',
  logsConsoleUrl: 'LogsConsoleUrl',
  dashboardUrl: 'DashboardUrl',
} as const;

/** For the stack and the command line: what it takes to run a task, where `fargate` is set. Lists are comma-separated. */
export const FARGATE_OUTPUTS = {
  cluster: 'FargateCluster',
  taskDefinition: 'FargateTaskDefinition',
  securityGroup: 'FargateSecurityGroup',
  logGroup: 'FargateLogGroup',
  ipv6OnlySubnets: 'FargateIpv6OnlySubnets',
  dualStackSubnets: 'FargateDualStackSubnets',
  /** Those of the subnets of either list, in its order. */
  availabilityZones: 'FargateAvailabilityZones',
  /** EC2's names of the services that have a VPC endpoint in the dual-stack subnets; absent without any. */
  dualStackEndpoints: 'FargateDualStackEndpoints',
} as const;

/** For the stack's task definition, the command line that runs it and the code in the container. */
export const CONTAINER = {
  name: 'probe',
  /** The container's log stream is `natless/probe/TASK`. */
  logStreamPrefix: 'natless',
  /** The variable that holds the event, as JSON. @default {} */
  eventVariable: 'NATLESS_EVENT',
  /** The variable that holds the key with which the container seals its report, new for each run. @default - none */
  keyVariable: 'NATLESS_REPORT_KEY',
} as const;

/** For the bundle and the probe: the file beside the probe's code that holds the settings' targets. */
export const SETTINGS_TARGETS_FILE = 'settings-targets.json';

/**
 * For the stack and the probe: the attributes of the probe's table, and two partitions, one for the probe's own items and
 * one for the control's, which the role may read only from outside the VPC's IPv6 block.
 */
export const TABLE_KEYS = {
  partition: 'id',
  sort: 'attempt',
  /** When an item may be deleted, in seconds since 1970, as DynamoDB's time to live takes it. */
  expiry: 'expires',
  probePartition: 'probe',
  controlPartition: 'control',
} as const;

/** For the stack and the probe: Amazon Titan Text Embeddings V2, and the default size of its vectors. */
export const EMBEDDING_MODEL_ID = 'amazon.titan-embed-text-v2:0';
export const VECTOR_DIMENSION = 1024;
