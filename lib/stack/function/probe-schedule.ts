/** Runs the probes on a schedule, with EventBridge Scheduler and a role that can do nothing else. */
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';

interface ProbeScheduleProps {
  readonly functions: readonly IFunction[];
  /** `rate(1 hour)` or `cron(…)`, in UTC. */
  readonly expression: string;
}

export class ProbeSchedule extends Construct {
  constructor(scope: Construct, id: string, { functions, expression }: ProbeScheduleProps) {
    super(scope, id);
    const role = new Role(this, 'Role', {
      // Against a confused deputy: no other account's schedule may use it (EventBridge Scheduler User Guide).
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
      inlinePolicies: {
        Invoke: new PolicyDocument({
          statements: [
            new PolicyStatement({
              actions: ['lambda:InvokeFunction'],
              resources: functions.map(({ functionArn }) => functionArn),
            }),
          ],
        }),
      },
    });
    functions.forEach(({ functionArn }, index) => {
      new CfnSchedule(this, `Schedule${index}`, {
        scheduleExpression: expression,
        flexibleTimeWindow: { mode: 'OFF' },
        target: {
          arn: functionArn,
          roleArn: role.roleArn,
          input: '{}',
          // A missed run raises an alarm; it is not retried.
          retryPolicy: { maximumRetryAttempts: 0 },
        },
      });
    });
  }
}
