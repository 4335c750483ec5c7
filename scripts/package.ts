/** Compiles what the package has into dist: Node strips no types below node_modules. `npm pack` runs it; a clone needs no dist. */
import { spawnSync } from 'node:child_process';
import { cpSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../lib/folders.ts';

const DIST = join(ROOT, 'dist');

/** It takes seconds; a busy machine may make a minute of them. */
const TIMEOUT_MS = 300_000;

/** What the code reads that is not a module. */
const OTHER_FILES = [join('lambda', 'container', 'Dockerfile')];

function compile(project: string): void {
  const tsc = join(ROOT, 'node_modules', '.bin', 'tsc');
  const { status, error } = spawnSync(tsc, ['-p', join(import.meta.dirname, 'package', project)], {
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout: TIMEOUT_MS,
  });
  if (status !== 0) throw new Error(`scripts/package/${project} does not compile`, { cause: error });
}

/** The compiler leaves the specifiers in declarations as they are, and the modules beside them end in `.js`. */
function nameModules(file: string): void {
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replaceAll(/'(\.[^']*)\.ts'/g, "'$1.js'"));
}

rmSync(DIST, { recursive: true, force: true });
compile('tsconfig.json');
compile('types.json');
for (const file of globSync(join(DIST, '**', '*.d.ts'))) nameModules(file);
for (const file of OTHER_FILES) cpSync(join(ROOT, file), join(DIST, file));
