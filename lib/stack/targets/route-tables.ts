/** The grant for the route witness: which gateway a subnet's packets are sent to is in EC2's route tables alone. */
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { TargetResource } from './target-resource.ts';

export const routeTables: TargetResource = {
  endpointService: 'ec2',
  environment: {},
  statements: [
    new PolicyStatement({
      actions: ['ec2:DescribeRouteTables', 'ec2:DescribePrefixLists'],
      // EC2's describing actions take no resource (Service Authorization Reference, Amazon EC2).
      resources: ['*'],
    }),
  ],
};
