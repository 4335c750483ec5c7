/** What this project adds to template/'s knowledge: which workload of a template is the probe, and which hosts AWS has. */
import { catalogueEntries } from '../../../../lambda/report/catalogue/hosts.ts';
import { ENV, FARGATE_OUTPUTS } from '../../../../lambda/report/stack-contract.ts';
import type { LabRequest } from '../../session/request.ts';
import type { Workload } from '../../template/workload.ts';

/** Half for the probe, which limits itself to that, and half for the container to start. */
const TASK_TIMEOUT_SECONDS = 120;

const FUNCTIONS: Workload = { kind: 'functions', markedBy: ENV.iamWitness };

/** As the command line runs the tasks: one in each IPv6-only subnet, with variables that name the subnet. */
const TASKS: Workload = {
  kind: 'tasks',
  fits: ({ ipv4CidrBlock }) => ipv4CidrBlock === null,
  securityGroupOutput: FARGATE_OUTPUTS.securityGroup,
  variablesIn: ({ id, availabilityZone }) => ({
    [ENV.subnetId]: id,
    [ENV.availabilityZone]: availabilityZone,
  }),
  timeoutSeconds: TASK_TIMEOUT_SECONDS,
};

export function probeWorkload(on: LabRequest['on']): Workload {
  return on === 'fargate' ? TASKS : FUNCTIONS;
}

export function awsHostsIn(region: string): string[] {
  return catalogueEntries(region).map(({ host }) => host);
}
