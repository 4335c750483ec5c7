/** The environment of a command that the lab runs: a few of the caller's variables, and what --env names. */
import { type Command, InvalidArgumentError } from 'commander';
import type { CallingUser } from '../../lab/session/calling-user.ts';
import { UserError } from '../../user-error.ts';

/** What programs need to find others, to speak the user's language and to draw on the terminal; no secret is among them. */
const PASSED = /^(PATH|HOME|USER|LOGNAME|SHELL|LANG|LANGUAGE|LC_\w+|TZ|TMPDIR|TERM|COLORTERM|NO_COLOR)$/;

/** POSIX, "Environment Variable Definition". */
const NAME = /^[A-Za-z_]\w*$/;

type Given = Readonly<Record<string, string | null>>;

export interface EnvironmentArguments {
  /** A value, or null for the caller's. */
  readonly env?: Given;
}

export function addEnvironmentOption(command: Command): Command {
  return command.option(
    '--env <name[=value]>',
    'pass a variable, yours or this value; repeatable',
    (text: string, previous: Given = {}) => {
      const [name = '', ...value] = text.split('=');
      if (!NAME.test(name)) throw new InvalidArgumentError('write NAME or NAME=value');
      return { ...previous, [name]: value.length === 0 ? null : value.join('=') };
    },
  );
}

/** @param user whose the command is; null for root. @throws UserError for a variable that is not set */
export function commandEnvironment(
  { env: given = {} }: EnvironmentArguments,
  env: NodeJS.ProcessEnv,
  user: CallingUser | null,
): Record<string, string> {
  const passed = Object.entries(env).filter(([name]) => PASSED.test(name));
  const named = Object.entries(given).map(([name, value]) => [name, value ?? callersValue(name, env)]);
  return Object.fromEntries([...passed, ...Object.entries(accountVariables(user)), ...named]);
}

function callersValue(name: string, env: NodeJS.ProcessEnv): string {
  const value = env[name];
  if (value !== undefined) return value;
  throw new UserError(`--env ${name}: your environment has no such variable: write --env ${name}=value`);
}

/** Under sudo the caller's variables are root's. */
function accountVariables(user: CallingUser | null): Record<string, string> {
  if (!user?.isSwitched) return {};
  const { name, home, shell } = user.account ?? { name: String(user.uid), home: '/', shell: '/bin/sh' };
  return { USER: name, LOGNAME: name, HOME: home, SHELL: shell };
}
