/** Starts one of the project's programs with a Node.js that can run it. Node.js 12.20 can read this file, too. */
import { spawn } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findNode, missingPackages, ROOT } from './find-node.mjs';

const CACHE = './compile-cache.mjs';
const USAGE = 2;

/** @param {string} program the TypeScript module, relative to the folder of package.json */
export function start(program) {
  const { file, problem } = findNode();
  if (file === undefined) fail(problem);
  else if (realpathSync(file) === process.execPath) load(moduleOf(program));
  else spawnNode(file, moduleOf(program));
}

/** A clone has the module itself, the package what it was compiled to. */
function moduleOf(program) {
  const source = join(ROOT, program);
  return existsSync(source) ? source : join(ROOT, 'dist', program.replace(/\.ts$/, '.js'));
}

/** The compile cache first: before it is enabled, nothing is kept. */
function load(file) {
  import(CACHE)
    .then(() => import(pathToFileURL(file).href))
    .catch((error) => {
      // A package, by its name; a file of the project would be a defect.
      if (error.code === 'ERR_MODULE_NOT_FOUND' && /find package/.test(error.message))
        fail(missingPackages());
      else throw error;
    });
}

/** The other process ends when this one does: it sees the channel between the two close. */
function spawnNode(node, file) {
  const cache = new URL(CACHE, import.meta.url).href;
  const child = spawn(node, ['--import', cache, file, ...process.argv.slice(2)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', ({ message }) =>
    fail(`${node} does not start (${message}): install Node.js 24 or later`),
  );
  child.on('exit', (code, signal) => process.exit(signal === null ? code : 128 + constants.signals[signal]));
}

/** @param {string} sentence */
function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exitCode = USAGE;
}
