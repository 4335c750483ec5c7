/** Which services an action of an IAM policy means. Pure. */
import { lookUp } from '../../../lambda/report/look-up.ts';
import actionServices from './action-services.json' with { type: 'json' };

export type ActionMeaning =
  /** By their ids in the catalogue; an id that the catalogue does not have is the prefix itself. */
  | { readonly kind: 'services'; readonly services: readonly string[] }
  /** It allows more than one service can have: which are called cannot be known from it. */
  | { readonly kind: 'every-service' }
  /** No host is called for it. */
  | { readonly kind: 'no-call' }
  /** The host is one of the user's own, which the action does not name. */
  | { readonly kind: 'own-host'; readonly owner: string };

interface Shared {
  readonly main: string;
  /** Names of operations, with blanks between them. */
  readonly operations?: string;
  readonly others?: Readonly<Record<string, string>>;
}

const SHARED_PREFIXES: Readonly<Record<string, Shared>> = actionServices.prefixes;

/** Actions that check a right without a call, or that a client of another protocol needs (Service Authorization Reference). */
const NO_CALL: readonly RegExp[] = [/^iam:PassRole$/i, /^elasticfilesystem:Client/i, /^rds-db:/i];

/** Actions that lead to the host of one of the user's resources. */
const OWN_HOSTS: readonly (readonly [RegExp, owner: string])[] = [
  [/^execute-api:/i, 'an API in API Gateway'],
  [/^appsync:(GraphQL|Event)/i, 'an API in AppSync'],
  [/^lambda:InvokeFunctionUrl$/i, 'the URL of a function'],
  [/^es:ESHttp/i, 'a domain in OpenSearch Service'],
  [/^aoss:(APIAccessAll|DashboardsAccessAll)$/i, 'a collection in OpenSearch Serverless'],
  [/^kafka-cluster:/i, 'a Kafka cluster in MSK'],
  [/^neptune-db:/i, 'a Neptune cluster'],
  [/^dax:(\w*Item|Query|Scan|\*)$/i, 'a DAX cluster'],
  [/^vpc-lattice-svcs:/i, 'a service in VPC Lattice'],
  [/^codeartifact:ReadFromRepository$/i, 'a repository in CodeArtifact'],
];

/** Their wildcards are written for what the service of the same name has: `s3:Get*`, `dynamodb:*`. */
const ONLY_BY_NAME: ReadonlySet<string> = new Set(['s3control', 'dynamodbstreams']);

/** @param action as a policy has it: in any case, with `*` and `?` */
export function meaningOf(action: string): ActionMeaning {
  const [prefix = '', name = ''] = action.toLowerCase().split(':', 2);
  if (/[*?]/.test(prefix) || !action.includes(':')) return { kind: 'every-service' };
  if (NO_CALL.some((pattern) => pattern.test(action))) return { kind: 'no-call' };
  const [, owner] = OWN_HOSTS.find(([pattern]) => pattern.test(action)) ?? [];
  if (owner !== undefined) return { kind: 'own-host', owner };
  return { kind: 'services', services: servicesOf(prefix, name) };
}

function servicesOf(prefix: string, name: string): readonly string[] {
  const shared = lookUp(SHARED_PREFIXES, prefix);
  if (!shared) return [prefix];
  const isPattern = /[*?]/.test(name);
  const pattern = patternOf(name);
  const others = Object.entries(shared.others ?? {}).filter(
    ([service, operations]) => !(isPattern && ONLY_BY_NAME.has(service)) && hasMatch(operations, pattern),
  );
  const names = others.map(([service]) => service);
  const isMain = names.length === 0 || hasMatch(shared.operations ?? '', pattern);
  return isMain ? [shared.main, ...names] : names;
}

function hasMatch(operations: string, pattern: RegExp): boolean {
  return operations.split(' ').some((operation) => pattern.test(operation));
}

function patternOf(name: string): RegExp {
  const source = name
    .replace(/[^\w*?]/g, '')
    .replace(/\*+/g, '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 'i');
}
