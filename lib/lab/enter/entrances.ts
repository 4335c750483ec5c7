/** How to enter a lab that is kept, from another shell. */
import type { LabResult } from '../session/result.ts';
import { TRUST } from './trust.ts';

export interface Entrance {
  /** What one enters: a subnet, the router, the internet. */
  readonly place: string;
  /** A command for a shell, run by whoever runs the lab. */
  readonly command: string;
}

export function entrancesOf({ namespaces, runs }: LabResult, innerPid: number): Entrance[] {
  const enter = `nsenter --target ${innerPid} ${NAMESPACES}`;
  const trust = Object.entries(TRUST).map(([name, file]) => `${name}=${file}`);
  return [
    ...namespaces.map((namespace, index) => ({
      place: runs[index]?.network.availabilityZone ?? namespace,
      command: `${enter} env ${trust.join(' ')} ip netns exec ${namespace} sh`,
    })),
    { place: 'router', command: `${enter} ip netns exec router sh` },
    { place: 'internet', command: `${enter} sh` },
  ];
}

/** Whoever is not root is root in there, by the lab's user namespace. */
const NAMESPACES = `${process.getuid?.() === 0 ? '' : '--user --preserve-credentials '}--mount --net --pid`;
