/** Finds the Node.js that can run the project. Plain JavaScript that Node.js 12.20 can read: an old one still explains itself. */
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of package.json. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');

/** The release line that the project is written for; .nvmrc names it too. */
const NEEDED = 24;

/**
 * The packaged Node.js where npm has installed it, or else the running one if it is new enough.
 * @param {string} root the folder of package.json
 * @param {Pick<NodeJS.Process, 'platform' | 'arch' | 'version' | 'execPath'>} running
 * @returns {{ file: string, problem?: undefined } | { file?: undefined, problem: string }}
 */
export function findNode(root = ROOT, running = process) {
  const folders = packageFolders(root);
  if (folders.length === 0) return { problem: missingPackages(root) };
  const packaged = folders
    .map((folder) => join(folder, `node-${running.platform}-${running.arch}`, 'bin', 'node'))
    .find((file) => existsSync(file));
  if (packaged !== undefined) return { file: packaged };
  if (majorOf(running) >= NEEDED) return { file: running.execPath };
  return {
    problem: `natless needs Node.js ${NEEDED} or later, and this is ${running.version}: ${waysToGetIt(root, running)}`,
  };
}

/**
 * @param {string} root
 * @returns {string}
 */
export function missingPackages(root = ROOT) {
  return `the packages that natless needs are not installed: run ${installation(root)}`;
}

/**
 * Where npm may have put the packages that this one needs: a clone has its own, an installed package shares those around it.
 * @param {string} root
 */
function packageFolders(root) {
  const folders = [join(root, 'node_modules')];
  if (isInstalled(root)) {
    for (let folder = dirname(root); folder !== dirname(folder); folder = dirname(folder))
      folders.push(basename(folder) === 'node_modules' ? folder : join(folder, 'node_modules'));
  }
  return folders.filter((folder) => existsSync(folder));
}

/** @param {string} root */
function isInstalled(root) {
  return basename(dirname(root)) === 'node_modules';
}

/** @param {string} root */
function installation(root) {
  return isInstalled(root) ? `npm install in ${join(root, '..', '..')}` : `npm ci in ${root}`;
}

/** @param {Pick<NodeJS.Process, 'version'>} running */
function majorOf({ version }) {
  return Number(version.slice(1).split('.')[0]);
}

/**
 * On Linux, npm installs it with the other packages.
 * @param {string} root
 * @param {Pick<NodeJS.Process, 'platform' | 'arch'>} running
 */
function waysToGetIt(root, { platform, arch }) {
  const isPackaged = platform === 'linux' && ['x64', 'arm64'].includes(arch);
  if (isPackaged) return `run ${installation(root)}, without --omit=optional, which installs it there`;
  return `install it from https://nodejs.org, or run nvm install ${NEEDED}`;
}
