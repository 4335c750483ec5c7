/** What `Ref` and `Fn::GetAtt` give for the types of resources that the lab uses. */
import { lookUp } from '../../../lambda/report/look-up.ts';
import { hostInPartition } from '../../../lambda/report/partitions.ts';
import { UserError } from '../../user-error.ts';
import { text } from './intrinsics.ts';
import { type AssociatedBlock, blocksOf } from './ipv6-blocks.ts';
import { missingBlock, missingValue } from './missing-values.ts';
import { ec2Id, generatedName } from './physical-ids.ts';
import { assumedZone } from './zones.ts';

/** A resource as its attributes see it. */
export interface ResourceContext {
  readonly logicalId: string;
  readonly type: string;
  readonly region: string;
  readonly accountId: string;
  readonly partition: string;
  readonly stackName: string;
  /** A property, evaluated; undefined if it is not set. */
  readonly property: (name: string) => unknown;
  /** Whether a property is set, even where its value cannot be read. */
  readonly has: (name: string) => boolean;
  /** The IPv6 blocks of the template's VPCs, in the template's order, with the resource that associates each. */
  readonly ipv6CidrBlocks: () => readonly AssociatedBlock[];
  /** The IPv6 blocks of this subnet. */
  readonly subnetIpv6CidrBlocks: () => readonly string[];
  /** The position of this resource among those of its type. */
  readonly index: () => number;
}

type Attribute = (context: ResourceContext) => unknown;

interface TypeDescription {
  readonly ref: (context: ResourceContext) => string;
  readonly attributes?: Readonly<Record<string, Attribute>>;
}

/** An EC2 resource whose `Ref` is its id, and an attribute that repeats it. */
function ec2(
  prefix: string,
  idAttribute: string,
  attributes: Record<string, Attribute> = {},
): TypeDescription {
  const ref = ({ logicalId }: ResourceContext) => ec2Id(prefix, logicalId);
  return { ref, attributes: { [idAttribute]: ref, ...attributes } };
}

/** A resource whose `Ref` is a name, and an ARN made of it. */
function named(
  property: string,
  maxLength: number,
  arn: (name: string, context: ResourceContext) => string,
  arnAttribute = 'Arn',
): TypeDescription {
  const ref = (context: ResourceContext) => nameOf(context, property, maxLength);
  return { ref, attributes: { [arnAttribute]: (context) => arn(ref(context), context) } };
}

function nameOf(context: ResourceContext, property: string, maxLength: number): string {
  const given = context.property(property);
  return given === undefined ? generatedName(context.stackName, context.logicalId, maxLength) : text(given);
}

function hostIn(host: string, { region }: ResourceContext): string {
  return hostInPartition(host, region);
}

function arn(service: string, resource: string, { partition, region, accountId }: ResourceContext): string {
  return `arn:${partition}:${service}:${region}:${accountId}:${resource}`;
}

/** EC2's public addresses in the lab: TEST-NET-3 (RFC 5737), which no host of the lab's internet uses. */
function elasticIp({ index }: ResourceContext): string {
  const number = index() + 1;
  if (number < 255) return `203.0.113.${number}`;
  throw new UserError('the lab has 254 Elastic IPs, and the template has more: take some out');
}

/** A block that the template names, or that a pool of IPAM would choose. */
function blockOf({ logicalId, has, property }: ResourceContext, name: string, pool: string): unknown {
  const block = property(name);
  if (block !== undefined || !has(pool)) return block;
  throw missingBlock(logicalId, name);
}

/** Bucket names are lower case; 63 characters at most. */
const bucketName = (context: ResourceContext) => nameOf(context, 'BucketName', 63).toLowerCase();

const vectorBucketArn = (context: ResourceContext) =>
  arn('s3vectors', `bucket/${nameOf(context, 'VectorBucketName', 63).toLowerCase()}`, context);

function vectorIndexArn(context: ResourceContext): string {
  const bucket = context.property('VectorBucketArn');
  const name = nameOf(context, 'IndexName', 63).toLowerCase();
  return bucket === undefined
    ? arn('s3vectors', `bucket/${text(context.property('VectorBucketName'))}/index/${name}`, context)
    : `${text(bucket)}/index/${name}`;
}

/** Queue names have 80 characters at most. */
const queueName = (context: ResourceContext) => nameOf(context, 'QueueName', 80);

function queueUrl(context: ResourceContext): string {
  const host = hostIn(`sqs.${context.region}.amazonaws.com`, context);
  return `https://${host}/${context.accountId}/${queueName(context)}`;
}

const TYPES: Readonly<Record<string, TypeDescription>> = {
  'AWS::EC2::VPC': ec2('vpc', 'VpcId', {
    CidrBlock: (context) => blockOf(context, 'CidrBlock', 'Ipv4IpamPoolId'),
    DefaultNetworkAcl: ({ logicalId }) => defaultNetworkAclId(logicalId),
    DefaultSecurityGroup: ({ logicalId }) => defaultSecurityGroupId(logicalId),
    Ipv6CidrBlocks: ({ logicalId, ipv6CidrBlocks }) => blocksOf(ec2Id('vpc', logicalId), ipv6CidrBlocks()),
  }),
  'AWS::EC2::VPCCidrBlock': ec2('vpc-cidr-assoc', 'Id', {
    CidrBlock: ({ property }) => property('CidrBlock'),
    Ipv6CidrBlock: ({ logicalId, ipv6CidrBlocks }) =>
      ipv6CidrBlocks().find((block) => block.logicalId === logicalId)?.cidrBlock,
  }),
  'AWS::EC2::Subnet': ec2('subnet', 'SubnetId', {
    VpcId: ({ property }) => property('VpcId'),
    CidrBlock: (context) => blockOf(context, 'CidrBlock', 'Ipv4IpamPoolId'),
    Ipv6CidrBlocks: ({ subnetIpv6CidrBlocks }) => subnetIpv6CidrBlocks(),
    AvailabilityZone: ({ property, region }) =>
      property('AvailabilityZone') ?? property('AvailabilityZoneId') ?? assumedZone(region),
  }),
  'AWS::EC2::NetworkAcl': ec2('acl', 'Id'),
  'AWS::EC2::SubnetCidrBlock': ec2('subnet-cidr-assoc', 'Id'),
  'AWS::EC2::SubnetNetworkAclAssociation': ec2('aclassoc', 'AssociationId'),
  'AWS::EC2::RouteTable': ec2('rtb', 'RouteTableId'),
  'AWS::EC2::SubnetRouteTableAssociation': ec2('rtbassoc', 'Id'),
  'AWS::EC2::InternetGateway': ec2('igw', 'InternetGatewayId'),
  'AWS::EC2::EgressOnlyInternetGateway': ec2('eigw', 'Id'),
  'AWS::EC2::NatGateway': ec2('nat', 'NatGatewayId'),
  'AWS::EC2::VPCEndpoint': ec2('vpce', 'Id'),
  'AWS::EC2::VPCBlockPublicAccessExclusion': ec2('vpcbpa-exclude', 'ExclusionId'),
  'AWS::EC2::PrefixList': ec2('pl', 'PrefixListId'),
  'AWS::EC2::DHCPOptions': ec2('dopt', 'DhcpOptionsId'),
  'AWS::EC2::SecurityGroup': ec2('sg', 'GroupId', {
    Id: ({ logicalId }) => ec2Id('sg', logicalId),
    VpcId: ({ property }) => property('VpcId'),
  }),
  'AWS::Route53Resolver::ResolverRule': ec2('rslvr-rr', 'ResolverRuleId'),
  'AWS::EC2::FlowLog': ec2('fl', 'Id'),
  'AWS::EC2::Instance': ec2('i', 'InstanceId'),
  'AWS::EC2::NetworkInterface': ec2('eni', 'Id'),
  'AWS::EC2::TransitGateway': ec2('tgw', 'Id'),
  'AWS::EC2::VPCPeeringConnection': ec2('pcx', 'Id'),
  'AWS::EC2::VPNGateway': ec2('vgw', 'VPNGatewayId'),
  'AWS::EC2::EIP': {
    ref: elasticIp,
    attributes: { PublicIp: elasticIp, AllocationId: ({ logicalId }) => ec2Id('eipalloc', logicalId) },
  },
  'AWS::S3::Bucket': {
    ref: bucketName,
    attributes: {
      Arn: (context) => `arn:${context.partition}:s3:::${bucketName(context)}`,
      DomainName: (context) => hostIn(`${bucketName(context)}.s3.amazonaws.com`, context),
      RegionalDomainName: (context) =>
        hostIn(`${bucketName(context)}.s3.${context.region}.amazonaws.com`, context),
      DualStackDomainName: (context) =>
        hostIn(`${bucketName(context)}.s3.dualstack.${context.region}.amazonaws.com`, context),
    },
  },
  'AWS::S3Vectors::VectorBucket': { ref: vectorBucketArn, attributes: { VectorBucketArn: vectorBucketArn } },
  'AWS::S3Vectors::Index': { ref: vectorIndexArn, attributes: { IndexArn: vectorIndexArn } },
  'AWS::DynamoDB::Table': named('TableName', 255, (name, context) =>
    arn('dynamodb', `table/${name}`, context),
  ),
  'AWS::IAM::Role': named(
    'RoleName',
    64,
    (name, { partition, accountId }) => `arn:${partition}:iam::${accountId}:role/${name}`,
  ),
  'AWS::Lambda::Function': named('FunctionName', 64, (name, context) =>
    arn('lambda', `function:${name}`, context),
  ),
  'AWS::SQS::Queue': {
    ref: queueUrl,
    attributes: {
      QueueUrl: queueUrl,
      QueueName: queueName,
      Arn: (context) => arn('sqs', queueName(context), context),
    },
  },
  'AWS::Logs::LogGroup': named('LogGroupName', 512, (name, context) =>
    arn('logs', `log-group:${name}:*`, context),
  ),
};

/** Every VPC comes with a default security group, which is not a resource of the template. */
export function defaultSecurityGroupId(vpcLogicalId: string): string {
  return ec2Id('sg', `${vpcLogicalId}.DefaultSecurityGroup`);
}

/** And with a default network ACL. */
export function defaultNetworkAclId(vpcLogicalId: string): string {
  return ec2Id('acl', `${vpcLogicalId}.DefaultNetworkAcl`);
}

/** Types that are not in the table get a generated name, since the lab never looks them up. */
export function refOf(context: ResourceContext): string {
  const known = lookUp(TYPES, context.type);
  if (isCustom(context.type)) throw missingAttribute(context, 'Ref', 'the id that it chooses');
  return known ? known.ref(context) : generatedName(context.stackName, context.logicalId, 255);
}

export function attributeOf(context: ResourceContext, name: string): unknown {
  const attributes = lookUp(TYPES, context.type)?.attributes ?? {};
  const attribute = lookUp(attributes, name);
  if (!attribute) throw missingAttribute(context, name, 'an attribute that the lab does not know');
  return attribute(context);
}

function missingAttribute({ logicalId, type }: ResourceContext, name: string, fault: string): UserError {
  const value = `${logicalId}.${name}`;
  const reads = name === 'Ref' ? 'Ref reads' : `Fn::GetAtt reads "${name}" of`;
  return missingValue(`${reads} "${logicalId}" (${type}), ${fault}`, {
    name: value,
    option: `--value ${value}=…`,
  });
}

/** A program of the template's author decides what it gives. */
function isCustom(type: string): boolean {
  return type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource';
}
