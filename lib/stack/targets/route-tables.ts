/** The grants to look up the route: only EC2's route tables show which gateway a subnet's packets are sent to. */
import { ArnFormat, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { TargetResource } from './target-resource.ts';

export function routeTables(scope: Construct): TargetResource {
  const stack = Stack.of(scope);
  const lists = stack.formatArn({
    service: 'ec2',
    account: '*',
    resource: 'prefix-list',
    resourceName: '*',
    arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
  });
  return {
    endpointServices: ['ec2'],
    environment: {},
    grants: [
      {
        actions: ['ec2:DescribeRouteTables', 'ec2:DescribePrefixLists'],
        // EC2's Describe actions do not support resources (Service Authorization Reference, Amazon EC2).
        resources: ['*'],
        seen: 'anywhere',
      },
      // For customers' own prefix lists, which DescribePrefixLists does not know; another account may share one.
      { actions: ['ec2:GetManagedPrefixListEntries'], resources: [lists], seen: 'anywhere' },
    ],
    acknowledgements: [
      {
        id: `AwsSolutions-IAM5[Resource::${inFinding(lists, stack)}]`,
        reason: 'which lists the route tables name is known only to EC2; the action only reads their blocks',
      },
    ],
  };
}

/** As cdk-nag writes it: what only the deployment knows by its name, the rest by its value. */
function inFinding(arn: string, stack: Stack): string {
  const resolved: unknown = stack.resolve(arn);
  if (typeof resolved === 'string') return resolved;
  const { 'Fn::Join': [glue, parts] = ['', []] } = resolved as { 'Fn::Join'?: [string, unknown[]] };
  return parts
    .map((part) => (typeof part === 'string' ? part : `<${(part as { Ref: string }).Ref}>`))
    .join(glue);
}
