/** Flow logs of a VPC, in their own log group, which is deleted with the stack. */
import { CfnFlowLog, type IVpc } from 'aws-cdk-lib/aws-ec2';
import { Effect, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';

/**
 * Which subnet a packet came from, where it really went and what stopped it. The packet's own addresses are used, since
 * `srcaddr` and `dstaddr` are the interface's (VPC User Guide, "Flow log records").
 */
export const FLOW_LOG_FIELDS = [
  'start',
  'end',
  'interface-id',
  'subnet-id',
  'az-id',
  'pkt-srcaddr',
  'pkt-dstaddr',
  'srcport',
  'dstport',
  'protocol',
  'packets',
  'bytes',
  'tcp-flags',
  'flow-direction',
  'traffic-path',
  'action',
  'reject-reason',
  'log-status',
] as const;

const ONE_MINUTE_SECONDS = 60;

export class FlowLogs extends Construct {
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, { vpc }: { readonly vpc: IVpc }) {
    super(scope, id);
    this.logGroup = new LogGroup(this, 'LogGroup', {
      retention: RetentionDays.TWO_WEEKS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    new CfnFlowLog(this, 'FlowLog', {
      resourceType: 'VPC',
      resourceId: vpc.vpcId,
      trafficType: 'ALL',
      maxAggregationInterval: ONE_MINUTE_SECONDS,
      logDestinationType: 'cloud-watch-logs',
      logGroupName: this.logGroup.logGroupName,
      deliverLogsPermissionArn: this.deliveryRole().roleArn,
      logFormat: FLOW_LOG_FIELDS.map((field) => `\${${field}}`).join(' '),
    });
  }

  /** The account and the kind of resource keep out a confused deputy (VPC User Guide, "IAM role for flow logs"). */
  private deliveryRole(): Role {
    const stack = Stack.of(this);
    const flowLogs = stack.formatArn({
      service: 'ec2',
      resource: 'vpc-flow-log',
      // The flow log refers to the role, so its own id is not known here.
      resourceName: '*',
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
    });
    return new Role(this, 'DeliveryRole', {
      assumedBy: new ServicePrincipal('vpc-flow-logs.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': stack.account },
          ArnLike: { 'aws:SourceArn': flowLogs },
        },
      }),
      inlinePolicies: {
        WriteFlowLogs: new PolicyDocument({
          statements: [
            new PolicyStatement({
              effect: Effect.ALLOW,
              actions: ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'],
              resources: [this.logGroup.logGroupArn],
            }),
          ],
        }),
      },
    });
  }
}
