/** Runs a command, and measures its time and how much memory it and its children have at the same time. */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

export interface Measured {
  readonly seconds: number;
  /** All its processes together; what several share counts once. */
  readonly peakMegabytes: number;
}

const EVERY_MS = 150;

/** @throws if the command fails */
export async function measured(command: readonly string[]): Promise<Measured> {
  const [program = '', ...args] = command;
  const startedAt = performance.now();
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  let peakKilobytes = 0;
  const timer = setInterval(() => {
    peakKilobytes = Math.max(peakKilobytes, kilobytesOf(child.pid ?? 0));
  }, EVERY_MS);
  const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
  clearInterval(timer);
  if (status !== 0) throw new Error(`${command.join(' ')} failed: ${stderr}`);
  return { seconds: (performance.now() - startedAt) / 1_000, peakMegabytes: peakKilobytes / 1_024 };
}

/** The proportional set size of a process and its descendants. */
function kilobytesOf(root: number): number {
  const children = Map.groupBy(processes(), ({ parent }) => parent);
  const all = [root];
  for (const pid of all) all.push(...(children.get(pid) ?? []).map((each) => each.pid));
  return all.reduce((sum, pid) => sum + proportionalSize(pid), 0);
}

function processes(): { readonly pid: number; readonly parent: number }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const stat = textIn(`/proc/${name}/stat`);
      // The name of the program, in brackets, may have blanks.
      const [, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return parent === undefined ? [] : [{ pid: Number(name), parent: Number(parent) }];
    });
}

function proportionalSize(pid: number): number {
  return Number(/^Pss:\s+(\d+) kB/m.exec(textIn(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0);
}

/** Empty for a process that has ended. */
function textIn(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
