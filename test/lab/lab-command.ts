/** Runs the lab's command as a user does, and reads what it prints. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { type Report, type Run, reportSchema } from '../../lambda/probe/report-schema.ts';

const LAB = join(import.meta.dirname, '..', '..', 'bin', 'lab.ts');

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function lab(...args: string[]): Promise<Ended> {
  const child = spawn(process.execPath, [LAB, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output.stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject).once('close', (status) => resolve({ status, ...output }));
  });
}

/** The one document that `--json` prints, checked against the schema. */
export function reportIn({ stdout }: Ended): Report {
  return reportSchema.parse(JSON.parse(stdout));
}

export function targetIn(run: Run, id: string) {
  const target = run.targets.find((candidate) => candidate.id === id);
  if (target) return target;
  throw new Error(`the run has no target ${id}`);
}
