/** The records that the lab gave to the hosts of a run, and what they rest on. Pure. */
import type { LabRecord } from '../../../lambda/report/lab-schema.ts';
import { REPORT_LIMITS } from '../../../lambda/report/report-limits.ts';
import type { Run } from '../../../lambda/report/report-schema.ts';
import { findHost } from '../services/internet/find-host.ts';
import type { Internet } from '../services/internet/internet.ts';

/** Each host once, in the order of the run. A host that only the world has rests on nothing. */
export function hostRecords({ targets, witnesses }: Run, served: Internet): NonNullable<LabRecord['hosts']> {
  const operations = [...targets, ...witnesses].flatMap(({ attempts }) =>
    attempts.flatMap((attempt) => attempt.operations),
  );
  const names = [...new Set(operations.map(({ host }) => host.toLowerCase()))];
  const records = names.flatMap((host) => {
    const found = findHost(served, host);
    if (!found?.ground) return [];
    return [{ host, a: found.ipv4.length > 0, aaaa: found.ipv6.length > 0, ground: { ...found.ground } }];
  });
  return records.slice(0, REPORT_LIMITS.labHosts);
}
