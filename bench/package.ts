/** The package beside the clone: its size, and how long its commands take to start, as a ratio. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../lib/folders.ts';
import { type Finding, median } from './statistics.ts';

const ROUNDS = 7;
const RATIO = 1.1;
const PACKAGES = join(ROOT, 'node_modules');
const BIN = join('bin', 'natless.mjs');

/** A template without a VPC is refused as soon as it is read: everything before that is the start. */
const REFUSED = '{ "Resources": {} }';

/** A process that is ended keeps no compiled code, and a refusal ends the lab's inner one: a whole run comes first. */
const WHOLE = join(ROOT, 'test', 'lab', 'fixtures', 'workloads.yaml');

export function benchPackage(progress: (step: string) => void): Finding[] {
  progress('npm pack');
  const app = mkdtempSync(join(tmpdir(), 'natless-bench-package-'));
  try {
    const { filename, size, unpackedSize, entryCount } = pack(app);
    const installed = install(app, filename);
    const template = join(app, 'template.json');
    writeFileSync(template, REFUSED);
    for (const folder of [ROOT, installed])
      run(join(folder, BIN), ['lab', '--template', WHOLE, '--only', 'sts']);
    const startOf = (what: string, args: readonly string[]) => {
      progress(`${what}, package and clone`);
      return start(what, installed, args);
    };
    return [
      {
        what: 'package, packed',
        measured: size / 1_000,
        goal: 600,
        unit: ' KB',
        detail: `${entryCount} files, ${Math.round(unpackedSize / 1_000)} KB unpacked`,
      },
      startOf('natless --version', ['--version']),
      startOf('natless lab --template, to its refusal', ['lab', '--template', template]),
    ];
  } finally {
    rmSync(app, { recursive: true });
  }
}

interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly entryCount: number;
}

function pack(folder: string): Packed {
  const stdout = output('npm', ['pack', '--json', '--pack-destination', folder], ROOT);
  const [packed] = JSON.parse(stdout.slice(stdout.indexOf('['))) as [Packed];
  return packed;
}

/** As npm does, without a registry: the other packages are the clone's. */
function install(app: string, tarball: string): string {
  const installed = join(app, 'node_modules', 'natless');
  mkdirSync(installed, { recursive: true });
  output('tar', ['xzf', tarball, '-C', installed, '--strip-components=1'], app);
  for (const name of readdirSync(PACKAGES).filter((each) => !each.startsWith('.')))
    symlinkSync(join(PACKAGES, name), join(app, 'node_modules', name));
  return installed;
}

function output(program: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} failed: ${stderr}`);
  return stdout;
}

/** In turn, so that what else the machine does slows both; the first of each fills its compile cache. */
function start(what: string, installed: string, args: readonly string[]): Finding {
  const rounds = Array.from({ length: ROUNDS + 1 }, () => ({
    clone: seconds(join(ROOT, BIN), args),
    packaged: seconds(join(installed, BIN), args),
  })).slice(1);
  const clone = median(rounds.map((round) => round.clone));
  const packaged = median(rounds.map((round) => round.packaged));
  return {
    what: `${what}: the package against the clone`,
    measured: packaged / clone,
    goal: RATIO,
    unit: '',
    detail: `package ${packaged.toFixed(3)} s, clone ${clone.toFixed(3)} s, medians of ${ROUNDS}`,
  };
}

function seconds(program: string, args: readonly string[]): number {
  const startedAt = performance.now();
  const { status, stderr } = run(program, args);
  if (status === null || status === 1) throw new Error(`natless ${args.join(' ')} failed: ${stderr}`);
  return (performance.now() - startedAt) / 1_000;
}

/** Each keeps its compiled code where it would for a user. */
function run(program: string, args: readonly string[]) {
  const { NODE_COMPILE_CACHE: _, ...env } = process.env;
  return spawnSync(process.execPath, [program, ...args], { encoding: 'utf8', env });
}
