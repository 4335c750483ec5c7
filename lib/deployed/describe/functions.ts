/** The Lambda functions of the VPC. */
import { type FunctionConfiguration, LambdaClient, paginateListFunctions } from '@aws-sdk/client-lambda';
import type { VpcFile } from '../../vpc-file/vpc-file.ts';
import { type Asker, itemsOf } from './ask.ts';
import type { HostsIn } from './hosts-in.ts';

type Functions = NonNullable<VpcFile['workloads']['functions']>;

export function readFunctions(asker: Asker, vpcId: string, hostsIn: HostsIn): Promise<Functions | null> {
  return asker.ask({
    what: 'Lambda functions',
    permission: 'lambda:ListFunctions',
    client: LambdaClient,
    ask: (client, options) =>
      itemsOf(paginateListFunctions({ client }, {}, options), ({ Functions = [] }) =>
        Functions.filter(({ VpcConfig }) => VpcConfig?.VpcId === vpcId).map((each) =>
          functionOf(each, hostsIn),
        ),
      ),
  });
}

function functionOf(each: FunctionConfiguration, hostsIn: HostsIn): Functions[number] {
  const { FunctionName = '', VpcConfig = {}, Environment, Role = null, Runtime = null } = each;
  const variables = Object.entries(Environment?.Variables ?? {}).map(([name, text]) => ({ name, text }));
  return {
    name: FunctionName,
    subnetIds: VpcConfig.SubnetIds ?? [],
    securityGroupIds: VpcConfig.SecurityGroupIds ?? [],
    ipv6: VpcConfig.Ipv6AllowedForDualStack ?? false,
    role: Role,
    runtime: Runtime,
    ...hostsIn(variables),
  };
}
