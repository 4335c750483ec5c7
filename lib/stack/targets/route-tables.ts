/** The grant to look up the route: only EC2's route tables show which gateway a subnet's packets are sent to. */
import type { TargetResource } from './target-resource.ts';

export const routeTables: TargetResource = {
  endpointServices: ['ec2'],
  environment: {},
  grants: [
    {
      actions: ['ec2:DescribeRouteTables', 'ec2:DescribePrefixLists'],
      // EC2's Describe actions do not support resources (Service Authorization Reference, Amazon EC2).
      resources: ['*'],
      seen: 'anywhere',
    },
  ],
};
