/** The VPC endpoints of the settings: the way to services that have no IPv6 of their own, without NAT. */
import './ec2-alpha-compat.ts';
import {
  GatewayVpcEndpoint,
  GatewayVpcEndpointAwsService,
  InterfaceVpcEndpoint,
  InterfaceVpcEndpointAwsService,
  type ISecurityGroup,
  Port,
  SecurityGroup,
  type VpcEndpoint,
  VpcEndpointDnsRecordIpType,
  VpcEndpointIpAddressType,
} from 'aws-cdk-lib/aws-ec2';
import { AnyPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { GatewayService, InterfaceEndpoint } from '../endpoint-settings.ts';
import type { TargetResource } from '../targets/target-resource.ts';
import type { DualStackNetwork } from './dual-stack-network.ts';

export interface VpcEndpointsProps {
  readonly network: DualStackNetwork;
  readonly interfaceEndpoints: readonly InterfaceEndpoint[];
  readonly gatewayEndpoints: readonly GatewayService[];
}

const HTTPS = 443;

/** In S3's default form, which is IPv4 alone, IPv6 would bypass the endpoint; DynamoDB's has no other (VPC User Guide, "Gateway endpoints"). */
const GATEWAYS = {
  s3: {
    service: GatewayVpcEndpointAwsService.S3,
    ipAddressType: VpcEndpointIpAddressType.DUALSTACK,
  },
  dynamodb: { service: GatewayVpcEndpointAwsService.DYNAMODB },
} as const;

export class VpcEndpoints extends Construct {
  private readonly endpoints: ReadonlyMap<string, VpcEndpoint & { readonly vpcEndpointId: string }>;
  private readonly securityGroup: SecurityGroup | null;

  constructor(scope: Construct, id: string, props: VpcEndpointsProps) {
    super(scope, id);
    const { network, interfaceEndpoints, gatewayEndpoints } = props;
    this.securityGroup = interfaceEndpoints.length > 0 ? this.addSecurityGroup(network) : null;
    this.endpoints = new Map([
      ...gatewayEndpoints.map((service) => [service, this.addGateway(service, network)] as const),
      ...interfaceEndpoints.map(
        (endpoint) => [endpoint.service, this.addInterface(endpoint, network)] as const,
      ),
    ]);
  }

  /** The services that have an endpoint, by EC2's names. */
  get services(): readonly string[] {
    return [...this.endpoints.keys()];
  }

  /** The id of a service's endpoint; null where it has none. */
  idOf(service: string): string | null {
    return this.endpoints.get(service)?.vpcEndpointId ?? null;
  }

  /** Lets the probes in. Their group stands for their addresses of both families (`open: true` would let in IPv4 alone). */
  allowFrom(probes: ISecurityGroup): void {
    this.securityGroup?.addIngressRule(probes, Port.tcp(HTTPS), 'HTTPS from the probes');
  }

  /** Lets through what the targets' grants name and nothing else; what has no grants, for this account's principals. */
  allowTargets(targets: readonly TargetResource[]): void {
    for (const [service, endpoint] of this.endpoints) {
      const grants = targets.filter(({ endpointService }) => endpointService === service);
      const statements = grants.flatMap(({ statements }) => statements);
      const allowed = statements.length > 0 ? statements : [{ actions: ['*'], resources: ['*'] }];
      for (const { actions, resources } of allowed) {
        endpoint.addToPolicy(
          new PolicyStatement({
            principals: [new AnyPrincipal()],
            actions: [...actions],
            resources: [...resources],
            conditions: { StringEquals: { 'aws:PrincipalAccount': Stack.of(this).account } },
          }),
        );
      }
    }
  }

  private addSecurityGroup({ vpc }: DualStackNetwork): SecurityGroup {
    return new SecurityGroup(this, 'SecurityGroup', {
      vpc,
      description: 'natless interface endpoints: HTTPS from the probes in; nothing out',
      allowAllOutbound: false,
    });
  }

  private addGateway(service: GatewayService, { vpc, privateSubnets }: DualStackNetwork) {
    return new GatewayVpcEndpoint(this, service, {
      vpc,
      subnets: [{ subnets: privateSubnets.map(({ subnet }) => subnet) }],
      ...GATEWAYS[service],
    });
  }

  private addInterface({ service, ipAddressType }: InterfaceEndpoint, network: DualStackNetwork) {
    const isDualStack = ipAddressType === 'dualstack';
    return new InterfaceVpcEndpoint(this, service.replaceAll('.', '-'), {
      vpc: network.vpc,
      service: new InterfaceVpcEndpointAwsService(service),
      subnets: { subnets: network.privateSubnets.map(({ subnet }) => subnet) },
      privateDnsEnabled: true,
      ipAddressType: isDualStack ? VpcEndpointIpAddressType.DUALSTACK : VpcEndpointIpAddressType.IPV4,
      dnsRecordIpType: isDualStack ? VpcEndpointDnsRecordIpType.DUALSTACK : VpcEndpointDnsRecordIpType.IPV4,
      open: false,
      securityGroups: this.securityGroup ? [this.securityGroup] : [],
    });
  }
}
