/** The task's two roles: what ECS needs to start it, and what the probe in it may do. */
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Stack, Validations } from 'aws-cdk-lib/core';
import { Construct, type IDependable } from 'constructs';
import type { TargetResource } from '../targets/target-resource.ts';
import type { ProbeImage } from './probe-image.ts';
import { pullStatements } from './target-image.ts';

interface TaskRolesProps {
  readonly image: ProbeImage;
  readonly logGroup: ILogGroup;
  readonly targets: readonly TargetResource[];
  /** What gives the VPC the block that the targets' conditions name. */
  readonly ipv6Ready: readonly IDependable[];
}

export class TaskRoles extends Construct {
  /** Pulls the image and writes the log; ECS uses it, and the container does not get it. */
  readonly executionRole: Role;
  /** The functions' grants, on the same conditions. */
  readonly taskRole: Role;

  constructor(scope: Construct, id: string, { image, logGroup, targets, ipv6Ready }: TaskRolesProps) {
    super(scope, id);
    this.executionRole = new Role(this, 'ExecutionRole', {
      assumedBy: this.tasks(),
      inlinePolicies: { Start: new PolicyDocument({ statements: startStatements(image, logGroup) }) },
    });
    this.taskRole = new Role(this, 'TaskRole', {
      assumedBy: this.tasks(),
      inlinePolicies: {
        Targets: new PolicyDocument({ statements: targets.flatMap(({ statements }) => statements) }),
      },
    });
    this.taskRole.node.addDependency(...ipv6Ready);
    const reason =
      "ecr:GetAuthorizationToken, EC2's describing actions and s3:ListAllMyBuckets allow no resource";
    for (const role of [this.executionRole, this.taskRole])
      Validations.of(role).acknowledge({ id: 'AwsSolutions-IAM5[Resource::*]', reason });
    Validations.of(this.taskRole).acknowledge(
      ...targets.flatMap(({ acknowledgements = [] }) => acknowledgements),
    );
  }

  /** Against a confused deputy: only this account's tasks (Amazon ECS developer guide, "Task IAM role"). */
  private tasks(): ServicePrincipal {
    return new ServicePrincipal('ecs-tasks.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
    });
  }
}

/** CDK's own grant only covers an image under its IPv4 name. */
function startStatements(image: ProbeImage, { logGroupArn }: ILogGroup): PolicyStatement[] {
  return [
    ...pullStatements(image),
    new PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroupArn] }),
  ];
}
