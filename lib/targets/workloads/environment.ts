/** The hosts in the variables of a workload. Only the hosts of URLs and of `host:port` leave a value. */
import { allReferencesIn } from '../../lab/template/references.ts';
import type { Stack } from '../../lab/template/stack.ts';
import { UserError } from '../../user-error.ts';
import { type Finding, gapAt, targetAt } from '../finding.ts';
import { hostsInVariable, type Variable } from '../hosts/hosts-in-variable.ts';
import { defaultHost, serviceOfHost } from '../hosts/service-hosts.ts';
import { readerOf, type ValueReader } from '../read-value.ts';
import type { RawValue, Workload } from './workload.ts';

type ReadVariable = RawValue & Variable;

export function environmentFindings(stack: Stack, { resource, environments }: Workload): Finding[] {
  const reader = readerOf(stack, resource);
  return environments.flatMap((variables) => {
    const read = variables.map((variable) => readVariable(variable, reader));
    const values = read.flatMap((each) => ('text' in each ? [each] : []));
    const unread = read.flatMap((each) => ('problem' in each ? [each] : []));
    return [
      ...values.flatMap((variable) => variableFindings(variable, values, stack, reader)),
      ...unread.map(({ where, problem }) =>
        gapAt({ logicalId: resource.logicalId, where }, 'unreadable', problem),
      ),
    ];
  });
}

function readVariable(
  variable: RawValue,
  reader: ValueReader,
): ReadVariable | { readonly where: string; readonly problem: string } | { readonly none: true } {
  const raw = reader.chosen(variable.raw);
  const read = reader.read(raw);
  if ('value' in read) return { ...variable, raw, text: String(read.value ?? '') };
  // An ARN or a name does not lead to a host.
  const isOther = read.missing.length > 0 && read.missing.every((name) => OTHER_ATTRIBUTE.test(name));
  return isOther ? { none: true } : { where: variable.where, problem: read.problem };
}

/** What the lab's attributes lack, and what cannot be a host. */
const OTHER_ATTRIBUTE = /^\w+\.(?!.*(Ur[li]|Endpoint|Domain|Host|Address|D[nN][sS]))/;

/** The value is in Systems Manager or Secrets Manager, which CloudFormation asks when it deploys. */
const ELSEWHERE = /\{\{resolve:/;

function variableFindings(
  variable: ReadVariable,
  all: readonly ReadVariable[],
  stack: Stack,
  reader: ValueReader,
): Finding[] {
  const { where, text } = variable;
  const place = { logicalId: reader.resource.logicalId, where };
  if (ELSEWHERE.test(text))
    return [gapAt(place, 'unreadable', `its value is kept in another service of AWS: ${NAME_IT}`)];
  return hostsInVariable(variable, all, stack.region).map((found): Finding => {
    if (found.kind === 'unclear') return gapAt(place, 'unknown', `${found.reason}: ${NAME_IT}`);
    if (found.kind === 'inside')
      return gapAt(place, 'inside', 'it leads to a host inside the network, or to none');
    const service = serviceOfHost(found.host, stack.region);
    if (!isInvented(found.host, variable, stack)) return targetAt(place, { ...found, service });
    const shared = service === 's3' ? defaultHost(service, stack.region) : null;
    return shared === null
      ? gapAt(place, 'unknown', `only the deployed stack has the name of its host: ${NAME_IT}`)
      : targetAt(place, { url: `https://${shared}`, host: shared, service });
  });
}

const NAME_IT = 'name the host with --target';

/** Whether the host is made of a name that CloudFormation will choose, in whose place the lab has one of its own. */
function isInvented(host: string, { raw }: ReadVariable, stack: Stack): boolean {
  const names = new Set(allReferencesIn(raw));
  return stack.resources
    .filter(({ logicalId }) => names.has(logicalId))
    .some((resource) => {
      const name = generatedNameOf(resource.logicalId, stack);
      return (
        name !== null && host.includes(name.toLowerCase()) && !isGiven(name, resource.resource.Properties)
      );
    });
}

function generatedNameOf(logicalId: string, stack: Stack): string | null {
  try {
    return stack.refOf(logicalId);
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

function isGiven(name: string, properties: Readonly<Record<string, unknown>> = {}): boolean {
  return Object.values(properties).some(
    (value) => typeof value === 'string' && value.toLowerCase() === name.toLowerCase(),
  );
}
