/** The VPC endpoints of the settings: how to reach services without IPv6 and without NAT. */
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
import { Annotations, Stack, Token } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { lacksEndpoint, OFFERS_READ } from '../../../lambda/report/regions/offers.ts';
import type { GatewayService, InterfaceEndpoint } from '../endpoint-settings.ts';
import type { DualStackNetwork } from './dual-stack-network.ts';
import { unknownAddressType } from './endpoint-address-types.ts';
import { type EndpointUse, endpointStatements } from './endpoint-use.ts';

interface VpcEndpointsProps {
  readonly network: DualStackNetwork;
  readonly interfaceEndpoints: readonly InterfaceEndpoint[];
  readonly gatewayEndpoints: readonly GatewayService[];
}

const HTTPS = 443;

/** IPv6 would bypass S3's endpoint in its default form, which is IPv4 only; DynamoDB's has no other form (VPC User Guide, "Gateway endpoints"). */
const GATEWAYS = {
  s3: {
    service: GatewayVpcEndpointAwsService.S3,
    ipAddressType: VpcEndpointIpAddressType.DUALSTACK,
  },
  dynamodb: { service: GatewayVpcEndpointAwsService.DYNAMODB },
} as const;

export class VpcEndpoints extends Construct {
  private readonly endpoints: ReadonlyMap<string, VpcEndpoint & { readonly vpcEndpointId: string }>;
  /** EC2's names of the services whose endpoints also serve IPv6-only subnets: gateway endpoints are not in their route tables. */
  readonly servicesOverIpv6: readonly string[];
  private readonly securityGroup: SecurityGroup | null;

  constructor(scope: Construct, id: string, props: VpcEndpointsProps) {
    super(scope, id);
    const { network, interfaceEndpoints, gatewayEndpoints } = props;
    this.servicesOverIpv6 = interfaceEndpoints
      .filter(({ ipAddressType }) => ipAddressType === 'dualstack')
      .map(({ service }) => service);
    this.securityGroup = interfaceEndpoints.length > 0 ? this.addSecurityGroup(network) : null;
    this.endpoints = new Map([
      ...gatewayEndpoints.map((service) => [service, this.addGateway(service, network)] as const),
      ...interfaceEndpoints.map(
        (endpoint) => [endpoint.service, this.addInterface(endpoint, network)] as const,
      ),
    ]);
  }

  /** EC2's names of the services that have an endpoint. */
  get services(): readonly string[] {
    return [...this.endpoints.keys()];
  }

  /** The id of a service's endpoint; null where the service has none. */
  idOf(service: string): string | null {
    return this.endpoints.get(service)?.vpcEndpointId ?? null;
  }

  /** Lets the probes in. Their group covers their addresses of both families (`open: true` would let in IPv4 only). */
  allowFrom(probes: ISecurityGroup): void {
    this.securityGroup?.addIngressRule(probes, Port.tcp(HTTPS), 'HTTPS from the probes');
  }

  /** Gives every endpoint its policy. To be called once, with all uses. */
  allowOnly(uses: readonly EndpointUse[]): void {
    for (const [service, endpoint] of this.endpoints) {
      for (const statement of endpointStatements(service, uses, Stack.of(this).account)) {
        endpoint.addToPolicy(statement);
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

  /** EC2 takes the dual-stack form only where every subnet of its route tables has both families by then. */
  private addGateway(
    service: GatewayService,
    { vpc, privateSubnets, ipv6Association }: DualStackNetwork,
  ): GatewayVpcEndpoint {
    const subnets = privateSubnets.map(({ subnet }) => subnet);
    const endpoint = new GatewayVpcEndpoint(this, service, {
      vpc,
      subnets: [{ subnets }],
      ...GATEWAYS[service],
    });
    endpoint.node.addDependency(ipv6Association, ...subnets);
    return endpoint;
  }

  private addInterface({ service, ipAddressType, isKnown }: InterfaceEndpoint, network: DualStackNetwork) {
    this.annotate(service, isKnown);
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

  private annotate(service: string, isKnown: boolean): void {
    const { region } = Stack.of(this);
    const annotations = Annotations.of(this);
    const where = Token.isUnresolved(region) ? 'REGION' : region;
    if (!isKnown) annotations.addInfo(unknownAddressType(service, where));
    if (!lacksEndpoint(service, region)) return;
    annotations.addWarningV2(
      `natless:no-endpoint-of-${service}`,
      `natless.interfaceEndpoints has "${service}", which AWS's documentation (read in ${OFFERS_READ}) does not list for ${region}: the deployment fails if it is not there`,
    );
  }
}
