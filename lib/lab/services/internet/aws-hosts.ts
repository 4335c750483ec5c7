/** Adds the hosts of every AWS service to the lab's internet: those that the SDK's endpoint rules name and the baseline lacks. */
import { awsRecords } from './aws-records.ts';
import { hostWith } from './baseline.ts';
import { findHost } from './find-host.ts';
import type { Internet } from './internet.ts';

export function withAwsHosts(internet: Internet, region: string): Internet {
  const further = [...awsRecords(region)].filter(([host]) => findHost(internet, host) === null);
  const hosts = further.map(([name, records], index) =>
    hostWith({ name, standIn: 'not-emulated', ...records }, internet.hosts.length + index),
  );
  return { hosts: [...internet.hosts, ...hosts] };
}
