/** Looks for what is left of a destroyed stack: in CloudFormation's own list and in the services. */
import {
  CloudFormationClient,
  paginateListStackResources,
  type StackResourceSummary,
} from '@aws-sdk/client-cloudformation';
import { EC2Client, type NetworkInterface, paginateDescribeNetworkInterfaces } from '@aws-sdk/client-ec2';
import { HeadBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { plainText } from '../../../lambda/report/plain-text.ts';
import { callAws, clientConfiguration } from '../client.ts';
import { lookForStack } from '../find-stack.ts';
import type { Place } from '../place.ts';

export interface Leftovers {
  readonly stackIsGone: boolean;
  /** What is left and should not be, one line each. */
  readonly left: readonly string[];
  /** What may be left and could not be looked up, one line each. */
  readonly perhaps: readonly string[];
}

export interface DestroyedStack {
  readonly place: Place;
  readonly stackId: string;
  /** They have log groups of their own, which are deleted with the stack. */
  readonly probeNames: readonly string[];
  readonly signal: AbortSignal;
}

/** CloudFormation keeps a deleted stack, by its id, for 90 days. @throws UserError */
export async function findLeftovers(destroyed: DestroyedStack): Promise<Leftovers> {
  const resources = await listResources(destroyed);
  const found = await Promise.all([
    stackItself(destroyed),
    networkInterfaces(physicalIds(resources, 'AWS::EC2::VPC'), destroyed),
    buckets(physicalIds(resources, 'AWS::S3::Bucket'), destroyed),
  ]);
  return {
    stackIsGone: found[0].length === 0,
    left: [...found.flat(), ...undeleted(resources)],
    perhaps: logGroups(resources, destroyed),
  };
}

async function stackItself({ place, stackId, signal }: DestroyedStack): Promise<string[]> {
  const stack = await lookForStack(place, signal, stackId);
  if (stack === null || stack.StackStatus === 'DELETE_COMPLETE') return [];
  const reason = stack.StackStatusReason ? ` (${plainText(stack.StackStatusReason)})` : '';
  return [`stack ${place.stackName} is ${stack.StackStatus}${reason}`];
}

function listResources({ place, stackId, signal }: DestroyedStack): Promise<StackResourceSummary[]> {
  const call = {
    doing: `listing the resources of ${stackId}`,
    permission: 'cloudformation:ListStackResources',
    place,
    signal,
  };
  return callAws(
    call,
    new CloudFormationClient(clientConfiguration(place)),
    async (client, { abortSignal }) => {
      const pages = paginateListStackResources({ client }, { StackName: stackId }, { abortSignal });
      const resources: StackResourceSummary[] = [];
      for await (const { StackResourceSummaries = [] } of pages) resources.push(...StackResourceSummaries);
      return resources;
    },
  );
}

function undeleted(resources: readonly StackResourceSummary[]): string[] {
  return resources
    .filter(({ ResourceStatus }) => ResourceStatus !== 'DELETE_COMPLETE')
    .map(({ ResourceType, PhysicalResourceId, LogicalResourceId, ResourceStatus }) =>
      plainText(`${ResourceType} ${PhysicalResourceId || LogicalResourceId} is ${ResourceStatus}`),
    );
}

function physicalIds(resources: readonly StackResourceSummary[], type: string): string[] {
  return resources
    .filter(({ ResourceType }) => ResourceType === type)
    .flatMap(({ PhysicalResourceId }) => PhysicalResourceId || []);
}

/** Lambda releases its interfaces up to 40 minutes after the functions are deleted. */
async function networkInterfaces(vpcIds: string[], { place, signal }: DestroyedStack): Promise<string[]> {
  if (vpcIds.length === 0) return [];
  const call = {
    doing: `looking for network interfaces in ${vpcIds.join(', ')}`,
    permission: 'ec2:DescribeNetworkInterfaces',
    place,
    signal,
  };
  return callAws(call, new EC2Client(clientConfiguration(place)), async (client, { abortSignal }) => {
    const input = { Filters: [{ Name: 'vpc-id', Values: vpcIds }] };
    const left: string[] = [];
    for await (const page of paginateDescribeNetworkInterfaces({ client }, input, { abortSignal })) {
      left.push(...(page.NetworkInterfaces ?? []).map(describeInterface));
    }
    return left;
  });
}

function describeInterface({ NetworkInterfaceId, Description }: NetworkInterface): string {
  return plainText(`network interface ${NetworkInterfaceId} (${Description ?? 'no description'})`);
}

async function buckets(names: readonly string[], destroyed: DestroyedStack): Promise<string[]> {
  const found = await Promise.all(names.map((name) => bucketExists(name, destroyed)));
  return names.filter((_, index) => found[index]).map((name) => plainText(`bucket ${name}`));
}

function bucketExists(name: string, { place, signal }: DestroyedStack): Promise<boolean> {
  const call = {
    doing: `looking for bucket ${name}`,
    permission: 's3:ListBucket',
    place,
    signal,
  };
  return callAws(call, new S3Client(clientConfiguration(place)), async (client, options) => {
    try {
      await client.send(new HeadBucketCommand({ Bucket: name }), options);
      return true;
    } catch (error) {
      // 404 means that the bucket does not exist; any other answer means that it does.
      const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
      if (status === undefined) throw error;
      return status !== 404;
    }
  });
}

/** A function without a log group of its own writes to one that Lambda creates and the stack does not delete. */
function logGroups(
  resources: readonly StackResourceSummary[],
  { probeNames, place }: DestroyedStack,
): string[] {
  return physicalIds(resources, 'AWS::Lambda::Function')
    .filter((name) => !probeNames.includes(name))
    .map((name) => {
      const logGroup = plainText(`/aws/lambda/${name}`);
      return `log group ${logGroup}: aws logs delete-log-group --region ${place.region} --log-group-name ${logGroup}`;
    });
}
