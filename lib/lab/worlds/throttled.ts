/** S3 wants fewer requests: the network is fine, and nothing is decided. */
import { changeHosts } from './hosts.ts';
import { controlsSilent, healthy, type World } from './world.ts';

export const throttled: World = {
  name: 'throttled',
  summary: 'S3 answers SlowDown',
  changeInternet: (internet) =>
    changeHosts(internet, /s3\.dualstack\./, (host) => ({ ...host, service: 'throttling' })),
  expectTarget: (id) =>
    ['s3', 's3-list-buckets'].includes(id)
      ? { path: 'eigw', verdict: 'inconclusive', cause: 'Throttled' }
      : healthy(id),
  expectControls: controlsSilent,
};
