/** Which names a run will look up, as far as that is known before it. */
import { baselineInternet } from '../../services/internet/baseline.ts';
import { type ExecRequest, type LabRequest, targetsIn } from '../../session/request.ts';
import type { Model } from '../../template/model.ts';
import type { IsAsked } from '../../template/on-the-way.ts';
import { fitsPattern } from '../../template/private-dns-names.ts';

/** The stand-ins behind the targets that the added probe tries. */
const PROBED = ['echo', 's3', 'sts', 'ec2'];

/**
 * The hosts of the user's targets and of the built-in ones. A command may ask for any name: those that lead to an unknown
 * place are not answered to it, and a notice says so.
 */
export function namesAsked({ event, hosts }: LabRequest | ExecRequest, model: Model): string[] {
  const builtIn = baselineInternet(model).hosts.filter(({ standIn }) => PROBED.includes(standIn));
  const names = [...builtIn.map(({ name }) => name), ...targetsIn(event).map(({ host }) => host)];
  // What the user declares is known, whatever the VPC makes of the name.
  return names.filter((asked) => !hosts.some(({ name }) => name === asked));
}

export function isAskedIn(request: LabRequest | ExecRequest, model: Model): IsAsked {
  const names = namesAsked(request, model);
  return (pattern) => names.some((name) => fitsPattern(name, pattern));
}
