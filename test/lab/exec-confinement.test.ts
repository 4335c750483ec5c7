/** What natless exec keeps from a command, and what it leaves to it; each with the same command outside as a control. */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { NATLESS, natless, startNatless } from '../command.ts';
import { needProgram } from '../need-program.ts';
import { AS_USER, canBeTried, USER_ID } from './fixtures/another-user.ts';

const refused = inject('labRefused');
const isRoot = process.getuid?.() === 0;

const SUDO = { SUDO_UID: String(USER_ID), SUDO_GID: String(USER_ID), SUDO_USER: 'caller' };

const folder = mkdtempSync(join(tmpdir(), 'natless-test-'));
const assembly = join(folder, 'assembly');
beforeAll(() => {
  chmodSync(folder, 0o755);
  cpSync(inject('assembly'), assembly, { recursive: true });
  spawnSync('chmod', ['-R', 'a+rX', assembly]);
});
afterAll(() => rmSync(folder, { recursive: true }));

type Signals = NonNullable<NonNullable<Parameters<typeof startNatless>[1]>['signals']>;

interface Given {
  readonly env?: NodeJS.ProcessEnv;
  readonly options?: readonly string[];
  readonly signals?: Signals;
}

function exec(command: readonly string[], { env = {}, options = [], signals = [] }: Given = {}) {
  return startNatless(['exec', '--assembly', assembly, ...options, '--', ...command], {
    env: { ...process.env, ...env },
    signals,
  });
}

describe.skipIf(refused !== null)('the environment of a command', () => {
  const SECRETS = {
    GITHUB_TOKEN: 'secret',
    npm_config__authToken: 'secret',
    SSH_AUTH_SOCK: '/tmp/agent',
    AWS_PROFILE: 'mine',
    LD_LIBRARY_PATH: '/nowhere',
    LC_TIME: 'C',
  };

  test('is a few of the caller’s variables, what the lab sets, and what --env names', async () => {
    const options = [
      '--env',
      'GITHUB_TOKEN',
      '--env',
      'A=b=c',
      '--env',
      'EMPTY=',
      '--env',
      "QUOTED=it's $HOME",
    ];
    const { stdout } = await exec(['env'], { env: SECRETS, options });
    const variables = Object.fromEntries(
      stdout
        .trim()
        .split('\n')
        .map((line) => line.split(/=(.*)/s).slice(0, 2)),
    );
    expect(variables).toMatchObject({
      ...{ GITHUB_TOKEN: 'secret', A: 'b=c', EMPTY: '', QUOTED: "it's $HOME", LC_TIME: 'C' },
      AWS_REGION: 'us-west-2',
    });
    const known =
      /^(PATH|HOME|USER|LOGNAME|SHELL|LANG|LANGUAGE|LC_\w+|TZ|TMPDIR|TERM|COLORTERM|NO_COLOR|PWD|OLDPWD|SHLVL|_)$/;
    const others = Object.keys(variables).filter((name) => !known.test(name));
    expect(others.sort()).toEqual([
      'A',
      ...[
        'AWS_ACCESS_KEY_ID',
        'AWS_CA_BUNDLE',
        'AWS_DEFAULT_REGION',
        'AWS_EC2_METADATA_DISABLED',
        'AWS_REGION',
      ],
      ...['AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'CURL_CA_BUNDLE', 'EMPTY', 'GITHUB_TOKEN'],
      ...['NODE_EXTRA_CA_CERTS', 'QUOTED', 'REQUESTS_CA_BUNDLE', 'SSL_CERT_FILE'],
    ]);
  });

  test.each([
    [
      'NATLESS_NOT_SET',
      '--env NATLESS_NOT_SET: your environment has no such variable: write --env NATLESS_NOT_SET=value',
    ],
    ['9=x', 'write NAME or NAME=value'],
    ['=x', 'write NAME or NAME=value'],
    ['A B=x', 'write NAME or NAME=value'],
  ])('cannot have %j', async (variable, words) => {
    const { status, stderr } = await natless(['exec', '--env', variable, '--', 'true']);
    expect(stderr).toContain(words);
    expect(status).toBe(2);
  });
});

describe.skipIf(refused !== null || !isRoot)('a command under sudo', () => {
  const secret = join(folder, 'secret');
  beforeAll(() => writeFileSync(secret, 'secret', { mode: 0o600 }));

  test('runs as the user that called sudo, with their groups and home', async () => {
    const { uid, gid } = accountOf('daemon');
    const { stdout } = await exec(['sh', '-c', 'id -u; id -g; id -nG; echo $USER $HOME'], {
      env: { SUDO_UID: uid, SUDO_GID: gid, SUDO_USER: 'another' },
    });
    const groups = spawnSync('id', ['-nG', 'daemon'], { encoding: 'utf8' }).stdout.trim();
    const home = accountOf('daemon').home;
    expect(stdout).toBe(`${uid}\n${gid}\n${groups}\ndaemon ${home}\n`);
  });

  test('neither reads nor writes root’s files, which root’s own command does', async () => {
    const script = `cat ${secret}; echo more >> ${secret}; id -u`;
    const theirs = await exec(['sh', '-c', script], { env: SUDO });
    expect(theirs.stdout).toBe(`${USER_ID}\n`);
    expect(theirs.stderr.match(/Permission denied/g)).toHaveLength(2);
    expect(readFileSync(secret, 'utf8')).toBe('secret');
    expect((await exec(['sh', '-c', script])).stdout).toBe('secret0\n');
  });
});

function accountOf(name: string) {
  const [, , uid = '', gid = '', , home = ''] = spawnSync('getent', ['passwd', name], {
    encoding: 'utf8',
  }).stdout.split(':');
  return { uid, gid, home };
}

describe.skipIf(refused !== null || !canBeTried())('a socket of the machine', () => {
  const servers: Server[] = [];
  afterAll(() => {
    for (const server of servers) server.close();
  });

  async function listenAt(path: string, mode: number): Promise<string> {
    const server = createServer((socket) => socket.end('reached'));
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(path, resolve));
    chmodSync(path, mode);
    return path;
  }

  const reach = (path: string) => [
    process.execPath,
    '-e',
    `require('node:net').connect(${JSON.stringify(path)})
      .on('data', (data) => console.log(String(data))).on('error', ({ code }) => console.log(code))`,
  ];

  test('in /run is out of reach, Docker’s among them', async () => {
    const own = join('/run', `natless-test-${process.pid}`);
    mkdirSync(own);
    const path = await listenAt(join(own, 'docker.sock'), 0o666);
    await new Promise((resolve, reject) => connect(path).once('connect', resolve).once('error', reject));
    expect((await exec(reach(path))).stdout).toBe('ENOENT\n');
    rmSync(own, { recursive: true });
  });

  test('elsewhere is in reach of a user who may use it, and of no other', async () => {
    const roots = await listenAt(join(folder, 'roots.sock'), 0o600);
    const everybodys = await listenAt(join(folder, 'everybodys.sock'), 0o666);
    expect((await exec(reach(roots), { env: SUDO })).stdout).toBe('EACCES\n');
    expect((await exec(reach(everybodys), { env: SUDO })).stdout).toBe('reached\n');
    expect((await exec(reach(roots))).stdout).toBe('reached\n');
  });
});

describe.skipIf(refused !== null)('a command', () => {
  test('has namespaces of its own', async () => {
    const names = ['cgroup', 'ipc', 'mnt', 'net', 'pid', 'uts'];
    const { stdout } = await exec(['readlink', ...names.map((name) => `/proc/self/ns/${name}`)]);
    const namespaces = stdout.trim().split('\n');
    expect(namespaces.map((each) => each.split(':')[0])).toEqual(names);
    expect(
      namespaces.filter((each, index) => each === readlinkSync(`/proc/self/ns/${names[index]}`)),
    ).toEqual([]);
  });

  test('inherits no descriptor but the standard ones', async () => {
    const list = ['sh', '-c', 'for fd in /proc/self/fd/*; do readlink $fd; done; readlink /proc/self/fd/200'];
    const through = (argv: readonly string[]) =>
      spawnSync('bash', ['-c', 'exec 200</ && exec "$@"', 'bash', ...argv], {
        encoding: 'utf8',
        timeout: 60_000,
      });
    expect(through(list).stdout).toMatch(/^\/$/m);
    const inside = through([process.execPath, NATLESS, 'exec', '--assembly', assembly, '--', ...list]);
    expect(inside.status).toBe(1);
    expect(inside.stdout).not.toMatch(/^\/$/m);
    expect(inside.stdout.match(/^(pipe|socket):/gm)?.length).toBeGreaterThan(0);
  });

  test('cannot write the kernel’s settings, as root either', async () => {
    const files = [
      '/proc/sys/kernel/core_pattern',
      '/proc/sys/net/ipv4/ip_default_ttl',
      '/sys/kernel/uevent_seqnum',
    ];
    const tryAll = [
      'sh',
      '-c',
      `for file in ${files.join(' ')}; do (: >> $file) 2> /dev/null && echo opened $file; done; true`,
    ];
    const { stdout, status } = await exec(tryAll);
    expect({ stdout, status }).toEqual({ stdout: '', status: 0 });
    if (isRoot)
      expect(spawnSync('sh', tryAll.slice(1), { encoding: 'utf8' }).stdout).toContain('core_pattern');
  });

  test('sees neither the machine’s processes nor the lab’s', async () => {
    const { stdout } = await exec(['sh', '-c', 'ls -d /proc/[0-9]* | wc -l']);
    expect(Number(stdout)).toBeLessThan(6);
  });
});

describe.skipIf(refused !== null)('a command on a terminal', () => {
  needProgram('python3');

  const onTerminal = (word: string, keys: string, command: readonly string[]) =>
    spawnSync('python3', [join(import.meta.dirname, 'fixtures', 'terminal.py'), word, keys, ...command], {
      encoding: 'utf8',
      timeout: 60_000,
    });
  const inLab = (command: readonly string[]) => [
    process.execPath,
    NATLESS,
    'exec',
    '--assembly',
    assembly,
    '--',
    ...command,
  ];

  const PUSH = [
    'python3',
    '-c',
    'import fcntl, termios\ntry:\n  fcntl.ioctl(0, termios.TIOCSTI, b"!")\n  print("pushed")\nexcept OSError as e: print("refused", e.errno)',
  ];

  test.runIf(isRoot)('cannot type into it, which it could outside', () => {
    expect(onTerminal('nothing', '', PUSH).stdout).toContain('pushed');
    expect(onTerminal('nothing', '', inLab(PUSH)).stdout).toMatch(/refused \d+/);
  });

  test('gets what the user types, and Ctrl-C', () => {
    const reads = onTerminal(
      'name?',
      'reader\\n',
      inLab(['python3', '-c', 'print("hello", input("name? "))']),
    );
    expect(reads.stdout).toContain('hello reader');
    const waits =
      'import time\ntry:\n  print("waiting", flush=True); time.sleep(30)\nexcept KeyboardInterrupt: print("interrupted"); exit(9)';
    const interrupted = onTerminal('waiting', '\\x03', inLab(['python3', '-c', waits]));
    expect(interrupted.stdout).toContain('interrupted');
    expect(interrupted.status).toBe(9);
  });
});

describe.skipIf(refused !== null)('a signal', () => {
  /** Says when it waits, and then what it got; it ends only where the test wants it to. */
  const waiting = (onSignal: string) => [
    process.execPath,
    '-e',
    `for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => { console.log(name); ${onSignal} });
     console.error('waiting'); setInterval(() => {}, 1000);`,
  ];

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('is passed on to the command: %s', async (signal) => {
    const { status, stdout } = await exec(waiting('process.exit(7)'), {
      signals: [{ after: 'waiting', signal }],
    });
    expect({ status, stdout }).toEqual({ status: 7, stdout: `${signal}\n` });
  });

  test('reaches the command’s children', async () => {
    const command = ['sh', '-c', 'trap "echo ended; exit 3" INT; echo waiting >&2; sleep 30'];
    const { status, stdout } = await exec(command, { signals: [{ after: 'waiting', signal: 'SIGINT' }] });
    expect({ status, stdout }).toEqual({ status: 3, stdout: 'ended\n' });
  });

  test.each<[string, Signals]>([
    [
      'a second Ctrl-C',
      [
        { after: 'waiting', signal: 'SIGINT' },
        { after: 'waiting', signal: 'SIGINT', delayMs: 1_500 },
      ],
    ],
    ['a SIGTERM, before long', [{ after: 'waiting', signal: 'SIGTERM' }]],
  ])('that the command ignores: %s ends it with the lab', async (_, signals) => {
    const { status } = await exec(waiting('console.error("waiting")'), { signals });
    expect(status).toBe(130);
  });
});

describe.skipIf(refused !== null || !canBeTried())('an ordinary user’s command', () => {
  test('runs as that user, who may still not change the network', () => {
    const script =
      'id -u; id -g; touch mine && stat -c %u mine; ip route add default via 10.1.8.1; readlink /proc/self/ns/net';
    const home = join(folder, 'home');
    mkdirSync(home, { mode: 0o777 });
    chmodSync(home, 0o777);
    const [program, ...words] = AS_USER;
    const { stdout, stderr } = spawnSync(
      program,
      [...words, process.execPath, NATLESS, 'exec', '--assembly', assembly, '--', 'sh', '-c', script],
      { encoding: 'utf8', cwd: home, env: { PATH: process.env.PATH, HOME: home }, timeout: 60_000 },
    );
    expect(stdout).toMatch(new RegExp(`^${USER_ID}\n${USER_ID}\n${USER_ID}\nnet:`));
    expect(stderr).toContain('Operation not permitted');
  });
});
