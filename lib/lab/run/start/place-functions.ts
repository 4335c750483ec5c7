/** Which functions run in which subnets. */
import { didYouMean } from '../../../did-you-mean.ts';
import type { LabRequest } from '../../session/request.ts';
import type { LambdaFunction, Model, Subnet } from '../../template/model.ts';
import { listSubnets, namesOfSubnet } from '../../template/subnets.ts';
import { TemplateError } from '../../template/template-error.ts';

/** Each takes two processes and tens of megabytes; more of them take longer to start than Lambda allows. */
const MAX_FUNCTIONS = 64;

export interface PlacedFunction {
  readonly fn: LambdaFunction;
  readonly subnet: Subnet;
}

/**
 * Every function of the template in each of its subnets, or only the chosen function, or those in the chosen subnet.
 * @throws TemplateError if there is none, naming what there is
 */
export function placeFunctions(
  { functions, subnets }: Model,
  { subnet: chosen, workload }: Pick<LabRequest, 'subnet' | 'workload'>,
): PlacedFunction[] {
  const placed = chosenFunctions(functions, workload).flatMap((fn) =>
    subnets.filter(({ id }) => fn.subnetIds.includes(id)).map((subnet) => ({ fn, subnet })),
  );
  if (placed.length === 0) throw new TemplateError('the template has no function in a subnet of its VPC');
  const found = placed.filter(({ subnet }) => chosen === null || namesOfSubnet(subnet).includes(chosen));
  if (found.length > MAX_FUNCTIONS) {
    throw new TemplateError(
      `the lab holds ${MAX_FUNCTIONS} probes at once, and the template has ${found.length} places for one: choose with --subnet or --workload`,
    );
  }
  if (found.length > 0) return found;
  const known = listSubnets(placed.map(({ subnet }) => subnet));
  throw new TemplateError(`no function is in a subnet "${chosen}": the subnets with a function are ${known}`);
}

/** Those that the lab adds are chosen already: they stand for the chosen workload. */
function chosenFunctions(
  functions: readonly LambdaFunction[],
  workload: string | null,
): readonly LambdaFunction[] {
  const isChosen = ({ logicalId, standsFor }: LambdaFunction) =>
    workload === null || standsFor !== undefined || logicalId === workload;
  const found = functions.filter(isChosen);
  if (found.length > 0 || functions.length === 0 || workload === null) return found;
  const names = functions.map(({ logicalId }) => logicalId);
  throw new TemplateError(
    `there is no workload "${workload}"${didYouMean(workload, names)}: the workloads are ${names.join(', ')}`,
  );
}
