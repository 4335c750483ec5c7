/** Which names a run will look up, as far as that is known before it. */
import { baselineInternet } from '../../services/internet/baseline.ts';
import { type ExecRequest, type LabRequest, targetsIn } from '../../session/request.ts';
import type { Model } from '../../template/model.ts';
import type { IsAsked } from '../../template/on-the-way.ts';
import { fitsPattern } from '../../template/private-dns-names.ts';

/** The stand-ins of the witnesses, which every run asks. */
const WITNESSES = ['echo', 'ec2'];

/** Those behind the other targets that the added probe has by itself. */
const BUILT_IN = ['s3', 'sts'];

/**
 * The hosts of the user's targets and, where they are tried too, of the built-in ones. A command may ask for any name: those that lead to an unknown
 * place are not answered to it, and a notice says so.
 */
export function namesAsked(request: LabRequest | ExecRequest, model: Model): string[] {
  const { event, hosts } = request;
  const standIns = isOnlyNamed(request) ? WITNESSES : [...WITNESSES, ...BUILT_IN];
  const builtIn = baselineInternet(model).hosts.filter(({ standIn }) => standIns.includes(standIn));
  const names = [...builtIn.map(({ name }) => name), ...targetsIn(event).map(({ host }) => host)];
  // What the user declares is known, whatever the VPC makes of the name.
  return names.filter((asked) => !hosts.some(({ name }) => name === asked));
}

/** Whether nothing is tried but what the user, or `what-if`, names by its URL. */
function isOnlyNamed({ event: { only }, onlyMine }: LabRequest | ExecRequest): boolean {
  return onlyMine || (Array.isArray(only) && only.every((id) => String(id).includes('://')));
}

export function isAskedIn(request: LabRequest | ExecRequest, model: Model): IsAsked {
  const names = namesAsked(request, model);
  return (pattern) => names.some((name) => fitsPattern(name, pattern));
}
