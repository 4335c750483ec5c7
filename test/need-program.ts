/** Skips the tests that need a program which is not there. */
import { beforeEach } from 'vitest';
import { isInstalled } from '../lib/lab/session/privileges.ts';
import { PACKAGES, type Program } from './programs.ts';

/** For every test of the file or group. A skip that CI would not notice is a failure there. */
export function needProgram(program: Program): void {
  beforeEach((context) => {
    if (isInstalled(program)) return;
    const help = `this needs ${program}: run sudo apt-get install ${PACKAGES[program]}`;
    if (process.env.CI) throw new Error(help);
    context.skip(help);
  });
}
