/** Finds the hosts in the variables of a workload: nothing else of their values gets into the file. Types only. */
import type { VpcFile } from '../../vpc-file/vpc-file.ts';

export type HostsIn = (
  variables: readonly { readonly name: string; readonly text: string }[],
) => Pick<NonNullable<VpcFile['workloads']['functions']>[number], 'urls' | 'unclear'>;
