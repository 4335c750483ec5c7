/** The grant to look up the route: only EC2's route tables show which gateway a subnet's packets are sent to. */
import type { TargetResource } from './target-resource.ts';

export const routeTables: TargetResource = {
  endpointServices: ['ec2'],
  environment: {},
  grants: [
    {
      // The last one for customers' own prefix lists, which DescribePrefixLists does not know.
      actions: ['ec2:DescribeRouteTables', 'ec2:DescribePrefixLists', 'ec2:GetManagedPrefixListEntries'],
      // EC2's Describe actions do not support resources (Service Authorization Reference, Amazon EC2), and a list may
      // belong to another account that shares it.
      resources: ['*'],
      seen: 'anywhere',
    },
  ],
};
