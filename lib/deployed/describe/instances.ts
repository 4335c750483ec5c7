/** The EC2 instances of the VPC, by their first interface. User data is not read. */
import { EC2Client, type Instance, paginateDescribeInstances } from '@aws-sdk/client-ec2';
import type { VpcFile } from '../../vpc-file/vpc-file.ts';
import { type Asker, itemsOf } from './ask.ts';
import { inVpc, nameIn } from './network.ts';

type Instances = NonNullable<VpcFile['workloads']['instances']>;

export function readInstances(asker: Asker, vpcId: string): Promise<Instances | null> {
  return asker.ask({
    what: 'EC2 instances',
    permission: 'ec2:DescribeInstances',
    client: EC2Client,
    ask: (client, options) =>
      itemsOf(paginateDescribeInstances({ client }, inVpc(vpcId), options), ({ Reservations = [] }) =>
        Reservations.flatMap(({ Instances = [] }) => Instances.flatMap(instanceOf)),
      ),
  });
}

/** One that is terminated has no interface any more. */
function instanceOf({ InstanceId, Tags, NetworkInterfaces = [], IamInstanceProfile }: Instance): Instances {
  const first = NetworkInterfaces.find(({ Attachment }) => (Attachment?.DeviceIndex ?? 0) === 0);
  if (InstanceId === undefined || !first?.NetworkInterfaceId || !first.SubnetId) return [];
  return [
    {
      id: InstanceId,
      name: nameIn(Tags),
      networkInterfaceId: first.NetworkInterfaceId,
      subnetId: first.SubnetId,
      securityGroupIds: (first.Groups ?? []).flatMap(({ GroupId }) => GroupId ?? []),
      ipv6: (first.Ipv6Addresses ?? []).length > 0,
      publicIpv4: first.Association?.PublicIp !== undefined,
      instanceProfile: IamInstanceProfile?.Arn ?? null,
      forwardingInterfaceIds: NetworkInterfaces.flatMap((each) =>
        each !== first && each.SourceDestCheck === false ? (each.NetworkInterfaceId ?? []) : [],
      ),
      ...(first.SourceDestCheck !== undefined && { sourceDestCheck: first.SourceDestCheck }),
    },
  ];
}
