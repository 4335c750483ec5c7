/** How many targets work without NAT: the words with which every summary begins or ends. */

export function workingWithout(working: number, all: number, what = 'a NAT gateway'): string {
  return `${working} of ${all} ${all === 1 ? 'target works' : 'targets work'} without ${what}`;
}
