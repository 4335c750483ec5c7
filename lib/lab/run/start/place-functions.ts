/** Which functions run in which subnets. */
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
 * Every function of the template in each of its subnets, or only in the chosen subnet.
 * @param chosen a subnet's logical id, id, name or Availability Zone; null for all
 * @throws TemplateError if no function is in that subnet, naming the subnets that have one
 */
export function placeFunctions({ functions, subnets }: Model, chosen: string | null): PlacedFunction[] {
  const placed = functions.flatMap((fn) =>
    subnets.filter(({ id }) => fn.subnetIds.includes(id)).map((subnet) => ({ fn, subnet })),
  );
  if (placed.length === 0) throw new TemplateError('the template has no function in a subnet of its VPC');
  const found = placed.filter(({ subnet }) => chosen === null || namesOfSubnet(subnet).includes(chosen));
  if (found.length > MAX_FUNCTIONS) {
    throw new TemplateError(
      `the lab holds functions in ${MAX_FUNCTIONS} subnets at once, and the template has them in ${found.length}: choose one with --subnet`,
    );
  }
  if (found.length > 0) return found;
  const known = listSubnets(placed.map(({ subnet }) => subnet));
  throw new TemplateError(`no function is in a subnet "${chosen}": the subnets with a function are ${known}`);
}
