/** The probes' execution role: every action named, every resource where the action allows one, no managed policy. */
import { Effect, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { ArnFormat, Stack, Validations } from 'aws-cdk-lib/core';
import { Construct, type IDependable } from 'constructs';
import type { TargetResource } from '../targets/target-resource.ts';

interface ProbeRoleProps {
  readonly logGroups: readonly ILogGroup[];
  readonly targets: readonly TargetResource[];
  /** What the probes may do with the targets. */
  readonly statements: readonly PolicyStatement[];
  /** What gives the VPC the block that the targets' conditions name. */
  readonly ipv6Ready: readonly IDependable[];
}

/** What Lambda itself needs to attach functions to a VPC (Lambda Developer Guide, "Required IAM permissions"). */
const NETWORK_INTERFACE_ACTIONS = [
  'ec2:CreateNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:DeleteNetworkInterface',
  'ec2:AssignPrivateIpAddresses',
  'ec2:UnassignPrivateIpAddresses',
];

export class ProbeRole extends Construct {
  readonly role: Role;

  constructor(scope: Construct, id: string, props: ProbeRoleProps) {
    super(scope, id);
    const { logGroups, targets, statements, ipv6Ready } = props;
    this.role = new Role(this, 'Role', {
      description: 'natless probes: their own logs, network interfaces and targets',
      // Only this account's functions (Lambda developer guide, "Working with AWS managed policies in the execution role").
      assumedBy: new ServicePrincipal('lambda.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
      inlinePolicies: {
        Logs: document([writeLogs(logGroups)]),
        NetworkInterfaces: document([attachInterfaces(), this.denyInterfacesToCode()]),
        Targets: document(statements),
      },
    });
    this.role.node.addDependency(...ipv6Ready);
    Validations.of(this.role).acknowledge(
      {
        id: 'AwsSolutions-IAM5[Resource::*]',
        reason:
          "Lambda's network-interface actions, EC2's describing ones, s3:ListAllMyBuckets and ecr:GetAuthorizationToken allow no resource; conditions on the first break CreateFunction",
      },
      ...targets.flatMap(({ acknowledgements = [] }) => acknowledgements),
    );
  }

  /**
   * Lambda uses the role's network-interface actions; the function's code must not (as the same guide recommends).
   * CloudFormation names functions after their stack, so a pattern identifies them without a circular dependency.
   */
  private denyInterfacesToCode(): PolicyStatement {
    const stack = Stack.of(this);
    const functions = stack.formatArn({
      service: 'lambda',
      resource: 'function',
      resourceName: `${stack.stackName}-*`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    return new PolicyStatement({
      effect: Effect.DENY,
      actions: NETWORK_INTERFACE_ACTIONS,
      resources: ['*'],
      conditions: { ArnLike: { 'lambda:SourceFunctionArn': functions } },
    });
  }
}

function document(statements: readonly PolicyStatement[]): PolicyDocument {
  return new PolicyDocument({ statements: [...statements] });
}

function writeLogs(logGroups: readonly ILogGroup[]): PolicyStatement {
  return new PolicyStatement({
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: logGroups.map(({ logGroupArn }) => logGroupArn),
  });
}

function attachInterfaces(): PolicyStatement {
  return new PolicyStatement({ actions: NETWORK_INTERFACE_ACTIONS, resources: ['*'] });
}
