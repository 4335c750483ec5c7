/** Asks this machine's resolver which records names have: once for each type, and nothing else. It connects to no host. */
import { Resolver } from 'node:dns/promises';
import { bareHost, familyOf, isInside, NAT64_PREFIX } from '../../lambda/report/addresses.ts';
import { parseUserTargets } from '../../lambda/report/user-targets.ts';
import type { DeclaredHost } from '../declared-host.ts';
import type { LabRequest } from '../lab/session/request.ts';
import { UserError } from '../user-error.ts';
import type { Context } from './context.ts';
import { type ResolveArguments, today } from './options/hosts.ts';
import { note } from './print.ts';

/** A resolver that has to ask others answers within a second or two; the user waits for this at most. */
const DEADLINE_MS = 5_000;

export interface ResolvedHosts {
  readonly hosts: readonly DeclaredHost[];
  /** What was asked, and what the resolver answered, a sentence each. */
  readonly notices: readonly string[];
}

interface ResolveOptions {
  readonly signal: AbortSignal;
  /** @default - those of the machine */
  readonly servers?: readonly string[];
}

/** The request with what the resolver says of its targets, if that is wanted. @throws UserError */
export async function withResolved<Request extends LabRequest>(
  request: Request,
  { resolve = false }: ResolveArguments,
  context: Context,
): Promise<Request> {
  if (!resolve) return request;
  const names = namesToResolve(request.event.targets, request.hosts);
  const { hosts, notices } = await resolveHosts(names, { signal: context.signal });
  for (const notice of notices) note(notice, context);
  return { ...request, hosts: [...request.hosts, ...hosts] };
}

/** The names of the targets in an event that are not declared. @throws UserError if there is none */
export function namesToResolve(targets: unknown, declared: readonly DeclaredHost[] = []): string[] {
  const known = new Set(declared.map(({ name }) => name));
  const hosts = parseUserTargets(targets ?? [], 'targets').targets.map(({ host }) => host);
  const names = [...new Set(hosts)].filter((host) => familyOf(bareHost(host)) === null && !known.has(host));
  if (names.length > 0) return names;
  throw new UserError(
    '--resolve has no name to look up: name a target with --target or --targets whose records no --host declares',
  );
}

/** @throws UserError where the resolver answers nothing at all */
export async function resolveHosts(
  names: readonly string[],
  { signal, servers }: ResolveOptions,
): Promise<ResolvedHosts> {
  const resolver = new Resolver({ timeout: DEADLINE_MS, tries: 1 });
  if (servers) resolver.setServers(servers);
  const answers = await withinDeadline(resolver, signal, () =>
    Promise.all(names.map((name) => recordsOfName(name, resolver))),
  );
  signal.throwIfAborted();
  requireResolver(answers, resolver);
  return {
    hosts: answers.flatMap((answer) => ('host' in answer ? [answer.host] : [])),
    notices: [
      `--resolve: this machine's resolver was asked once for the A and AAAA records of ${names.join(', ')}; nothing was connected to`,
      ...answers.flatMap((answer) =>
        'host' in answer
          ? []
          : [`--resolve: ${answer.name} stays unknown: the resolver answered ${answer.code}`],
      ),
    ],
  };
}

type Answer =
  | { readonly name: string; readonly host: DeclaredHost }
  | { readonly name: string; readonly code: string };

async function recordsOfName(name: string, resolver: Resolver): Promise<Answer> {
  const [a, aaaa] = await Promise.all([answerTo(resolver.resolve4(name)), answerTo(resolver.resolve6(name))]);
  const failed = [a, aaaa].find((answer) => 'code' in answer && answer.code !== NO_SUCH_NAME);
  if (failed && 'code' in failed) return { name, code: failed.code };
  const exists = !('code' in a) || !('code' in aaaa);
  return {
    name,
    host: {
      ...{ name, port: null, exists, date: today(), ground: 'resolved' },
      ipv4: 'addresses' in a && a.addresses.length > 0,
      // DNS64 makes such addresses up for names that have none.
      ipv6: 'addresses' in aaaa && aaaa.addresses.some((address) => !isInside(address, NAT64_PREFIX)),
    },
  };
}

const NO_SUCH_NAME = 'ENOTFOUND';

async function answerTo(
  query: Promise<string[]>,
): Promise<{ readonly addresses: readonly string[] } | { readonly code: string }> {
  try {
    return { addresses: await query };
  } catch (error) {
    const { code = 'EUNKNOWN' } = error as NodeJS.ErrnoException;
    return code === 'ENODATA' ? { addresses: [] } : { code };
  }
}

/** Several servers may each take their time. */
async function withinDeadline<Result>(
  resolver: Resolver,
  signal: AbortSignal,
  work: () => Promise<Result>,
): Promise<Result> {
  const cancel = () => resolver.cancel();
  const timer = setTimeout(cancel, DEADLINE_MS);
  signal.addEventListener('abort', cancel, { once: true });
  try {
    return await work();
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', cancel);
  }
}

/** What a resolver answers when it is there. */
const ITS_OWN_CODES = ['ESERVFAIL', 'EREFUSED', 'EFORMERR', 'ENOTIMP', 'EBADRESP'];

function requireResolver(answers: readonly Answer[], resolver: Resolver): void {
  const codes = answers.map((answer) => ('code' in answer ? answer.code : null));
  if (codes.some((code) => code === null || ITS_OWN_CODES.includes(code))) return;
  const [first] = answers;
  throw new UserError(
    `--resolve: this machine's resolver (${resolver.getServers().join(', ') || 'none'}) does not answer (${codes[0]}): leave --resolve out and declare the records, as in --host ${first?.name ?? 'api.stripe.com'}=A,AAAA`,
  );
}
