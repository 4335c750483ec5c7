/** Which of the names and ports that a run asked for are missing only in the lab: its internet is not the real one. */
import type { Run } from '../../../../lambda/report/report-schema.ts';
import type { Model } from '../../template/model.ts';
import { findHost } from './find-host.ts';
import type { Internet } from './internet.ts';
import { isHidden } from './private-zones.ts';

/** AWS's own domains: there the lab has the names that AWS documents, so a missing one says something. */
const AWS_DOMAINS = /(?:^|\.)(?:amazonaws\.com|amazonaws\.com\.cn|api\.aws|on\.aws)$/;

export function unknownHosts(run: Run, served: Internet, model: Model): string[] {
  const hosts = operationsOf(run).map(({ host }) => host.toLowerCase());
  return [...new Set(hosts)].filter(
    (host) => isHidden(host, model) || (!AWS_DOMAINS.test(host) && findHost(served, host) === null),
  );
}

/** Every stand-in of the lab listens on the ports that are asked for, so none is missing. */
export function unknownPorts(_run: Run, _served: Internet): string[] {
  return [];
}

function operationsOf({ targets }: Run) {
  return targets.flatMap(({ attempts }) => attempts.flatMap(({ operations }) => operations));
}
