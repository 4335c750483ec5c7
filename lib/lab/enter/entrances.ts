/** How to enter a lab that is kept running, from another shell. */
import type { LabResult } from '../session/result.ts';
import { TRUST } from './trust.ts';

export interface Entrance {
  /** A subnet's Availability Zone, the router, or the internet. */
  readonly name: string;
  /** A shell command, to be run by the same user as the lab. */
  readonly command: string;
}

export function entrancesOf({ namespaces, runs }: LabResult, innerPid: number): Entrance[] {
  const enter = `nsenter --target ${innerPid} ${NAMESPACES}`;
  const trust = Object.entries(TRUST).map(([name, file]) => `${name}=${file}`);
  return [
    ...namespaces.map((namespace, index) => ({
      name: runs[index]?.network.availabilityZone ?? namespace,
      command: `${enter} env ${trust.join(' ')} ip netns exec ${namespace} sh`,
    })),
    { name: 'router', command: `${enter} ip netns exec router sh` },
    { name: 'internet', command: `${enter} sh` },
  ];
}

/** In the lab's user namespace an ordinary user is root. */
const NAMESPACES = `${process.getuid?.() === 0 ? '' : '--user --preserve-credentials '}--mount --net --pid`;
