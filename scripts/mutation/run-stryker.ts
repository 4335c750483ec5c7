/** Has Stryker mutate one module. It is a package of its own below the cache, and takes the project's Vitest. */
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../lib/folders.ts';
import type { MutatedModule } from './modules.ts';
import type { MutationReport } from './table.ts';

/** Below node_modules, where the Vitest runner finds the project's own Vitest. */
const HOME = join(ROOT, 'node_modules', '.cache', 'natless-mutation');
const PINNED = join(import.meta.dirname, 'stryker');
const PACKAGES = join(HOME, 'node_modules', '@stryker-mutator');

/** Installs what scripts/mutation/stryker/package-lock.json pins, where it is not yet installed. */
export async function installStryker(): Promise<void> {
  const lock = 'package-lock.json';
  const installed = join(HOME, 'node_modules', '.package-lock.json');
  const isCurrent = existsSync(installed) && read(join(HOME, lock)) === read(join(PINNED, lock));
  if (isCurrent) return;
  mkdirSync(HOME, { recursive: true });
  for (const name of ['package.json', lock]) cpSync(join(PINNED, name), join(HOME, name));
  await run('npm', [
    'ci',
    '--prefix',
    HOME,
    '--ignore-scripts',
    '--legacy-peer-deps',
    '--no-audit',
    '--no-fund',
  ]);
}

/** @returns what became of each mutant */
export async function mutate(name: string, module: MutatedModule): Promise<MutationReport> {
  const report = join(HOME, `${name}.json`);
  const configuration = join(HOME, `${name}.config.json`);
  writeFileSync(configuration, JSON.stringify(optionsFor(module, report), null, 2));
  await run(process.execPath, [join(PACKAGES, 'core', 'bin', 'stryker.js'), 'run', configuration], {
    NATLESS_MUTATION_TESTS: JSON.stringify(module.tests),
  });
  return JSON.parse(read(report));
}

/** Static mutants are run too: tables are data that is read once, and matter as much as code. */
function optionsFor({ code }: MutatedModule, fileName: string) {
  return {
    mutate: code,
    testRunner: 'vitest',
    plugins: [join(PACKAGES, 'vitest-runner', 'dist', 'src', 'index.js')],
    vitest: { configFile: join('scripts', 'mutation', 'vitest.config.ts'), related: false },
    coverageAnalysis: 'perTest',
    concurrency: 1,
    // A time-out counts as noticed, so a busy machine must not cause one; a loop that never ends costs this long.
    timeoutMS: 20_000,
    reporters: ['json', 'progress-append-only'],
    jsonReporter: { fileName },
    // Not below node_modules: Vitest would not transform it.
    tempDirName: join(tmpdir(), `natless-mutation-${process.pid}`),
    ignorePatterns: ['cdk.out', 'docs', 'bench'],
    checkers: [],
    // It would rewrite the paths in tsconfig.json, by functions that TypeScript 7 does not have.
    tsconfigFile: 'none',
    allowConsoleColors: false,
  };
}

function read(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<void> {
  const child = spawn(command, args, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`${command} ${args.join(' ')} ended with ${signal ?? `status ${code}`}`));
    });
  });
}
