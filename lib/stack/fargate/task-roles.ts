/** The task's two roles: what ECS needs to start it, and what the probe in it may do. */
import { PolicyDocument, type PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Stack, Validations } from 'aws-cdk-lib/core';
import { Construct, type IDependable } from 'constructs';
import type { EndpointUse } from '../network/endpoint-use.ts';
import { ECR_SERVICES, layersUse, pullGrants } from '../targets/ecr-pull.ts';
import { type Grant, statementOf } from '../targets/grant.ts';
import type { TargetResource } from '../targets/target-resource.ts';
import type { ProbeImage } from './probe-image.ts';

interface TaskRolesProps {
  readonly image: ProbeImage;
  readonly logGroup: ILogGroup;
  /** The task role's statements. */
  readonly statements: readonly PolicyStatement[];
  readonly targets: readonly TargetResource[];
  /** What gives the VPC the block that the targets' conditions name. */
  readonly ipv6Ready: readonly IDependable[];
}

export class TaskRoles extends Construct {
  /**
   * Pulls the image and writes the log. ECS uses it, and the container does not get it, so no other role may pull from the
   * repository that CDK keeps for the images of all stacks.
   */
  readonly executionRole: Role;
  /** What the probe in the container may do. */
  readonly taskRole: Role;
  /** What ECS does before and while a task runs. */
  readonly endpointUses: readonly EndpointUse[];

  constructor(scope: Construct, id: string, props: TaskRolesProps) {
    super(scope, id);
    const { image, logGroup, statements, targets, ipv6Ready } = props;
    const pull = pullGrants(image.repository.repositoryArn);
    const writeLog = writeGrant(logGroup);
    this.executionRole = new Role(this, 'ExecutionRole', {
      assumedBy: this.tasks(),
      inlinePolicies: {
        Start: new PolicyDocument({ statements: [...pull, writeLog].map((grant) => statementOf(grant)) }),
      },
    });
    this.taskRole = new Role(this, 'TaskRole', {
      assumedBy: this.tasks(),
      inlinePolicies: { Targets: new PolicyDocument({ statements: [...statements] }) },
    });
    const by = { ArnEquals: { 'aws:PrincipalArn': this.executionRole.roleArn } };
    this.endpointUses = [
      { services: ECR_SERVICES, grants: pull, by },
      { services: ['logs'], grants: [writeLog], by },
      layersUse(this),
    ];
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

function writeGrant({ logGroupArn }: ILogGroup): Grant {
  return {
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: [logGroupArn],
    seen: 'anywhere',
  };
}
