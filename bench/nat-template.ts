/** Templates of VPCs with a NAT gateway, private subnets, and functions whose roles allow several services. */

const VpcId = { Ref: 'Vpc' };

type Resources = Record<string, { readonly Type: string; readonly Properties: Record<string, unknown> }>;

/** Function by function the private subnets are filled in turn. */
export function natTemplate(subnets: number, functions: number, services: readonly string[]): object {
  return {
    Resources: { ...publicSide(), ...privateSide(subnets), ...workloads(functions, subnets, services) },
  };
}

/** The same with an interface endpoint for each of some services, in the first subnet. */
export function natTemplateWithEndpoints(
  subnets: number,
  functions: number,
  services: readonly string[],
  endpoints: readonly string[],
): object {
  const { Resources } = natTemplate(subnets, functions, services) as { readonly Resources: Resources };
  const interfaces = endpoints.map((service) => [`Endpoint${service}`, interfaceEndpoint(service)] as const);
  return { Resources: { ...Resources, ...Object.fromEntries(interfaces) } };
}

function interfaceEndpoint(service: string) {
  return ec2('VPCEndpoint', {
    ...{ VpcId, VpcEndpointType: 'Interface', PrivateDnsEnabled: true },
    ServiceName: { 'Fn::Sub': `com.amazonaws.\${AWS::Region}.${service}` },
    SubnetIds: [{ Ref: 'Subnet0' }],
  });
}

function ec2(type: string, Properties: Record<string, unknown> = {}) {
  return { Type: `AWS::EC2::${type}`, Properties };
}

function subnet(index: number) {
  const AvailabilityZone = { 'Fn::Select': [index % 3, { 'Fn::GetAZs': '' }] };
  return ec2('Subnet', { VpcId, AvailabilityZone, CidrBlock: `10.0.${index}.0/24` });
}

function tie(name: string, table: string) {
  return ec2('SubnetRouteTableAssociation', { SubnetId: { Ref: name }, RouteTableId: { Ref: table } });
}

function defaultRoute(table: string, target: Record<string, unknown>) {
  return ec2('Route', { RouteTableId: { Ref: table }, DestinationCidrBlock: '0.0.0.0/0', ...target });
}

function publicSide(): Resources {
  return {
    Vpc: ec2('VPC', { CidrBlock: '10.0.0.0/16', EnableDnsHostnames: true }),
    Igw: ec2('InternetGateway'),
    Attachment: ec2('VPCGatewayAttachment', { VpcId, InternetGatewayId: { Ref: 'Igw' } }),
    Eip: ec2('EIP'),
    Nat: ec2('NatGateway', {
      SubnetId: { Ref: 'Public' },
      AllocationId: { 'Fn::GetAtt': ['Eip', 'AllocationId'] },
    }),
    Public: subnet(255),
    PublicTable: ec2('RouteTable', { VpcId }),
    PublicTie: tie('Public', 'PublicTable'),
    PublicRoute: defaultRoute('PublicTable', { GatewayId: { Ref: 'Igw' } }),
  };
}

function privateSide(subnets: number): Resources {
  return Object.fromEntries(
    Array.from({ length: subnets }, (_, index) => [
      [`Subnet${index}`, subnet(index)] as const,
      [`Table${index}`, ec2('RouteTable', { VpcId })] as const,
      [`Tie${index}`, tie(`Subnet${index}`, `Table${index}`)] as const,
      [`Route${index}`, defaultRoute(`Table${index}`, { NatGatewayId: { Ref: 'Nat' } })] as const,
    ]).flat(),
  );
}

function workloads(functions: number, subnets: number, services: readonly string[]): Resources {
  const Action = services.map((service) => `${service}:Get*`);
  const PolicyDocument = { Statement: [{ Effect: 'Allow', Action, Resource: '*' }] };
  return Object.fromEntries(
    Array.from({ length: functions }, (_, index) => [
      [`Group${index}`, ec2('SecurityGroup', { VpcId, GroupDescription: 'of a function' })] as const,
      [
        `Role${index}`,
        { Type: 'AWS::IAM::Role', Properties: { Policies: [{ PolicyName: 'calls', PolicyDocument }] } },
      ] as const,
      [
        `Function${index}`,
        {
          Type: 'AWS::Lambda::Function',
          Properties: {
            ...{ Runtime: 'nodejs24.x', Handler: 'index.handler', Code: { ZipFile: '' } },
            Role: { 'Fn::GetAtt': [`Role${index}`, 'Arn'] },
            VpcConfig: {
              SubnetIds: [{ Ref: `Subnet${index % subnets}` }],
              SecurityGroupIds: [{ Ref: `Group${index}` }],
            },
          },
        },
      ] as const,
    ]).flat(),
  );
}
