/** Runs the catalogue, blackbox and curl in the same namespace of one lab, in turns. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogueEntries } from '../lambda/report/catalogue/hosts.ts';
import { type RunningWorld, startWorld } from '../lib/lab/run/start/start-world.ts';
import { DEFAULT_REQUEST, type LabRequest } from '../lib/lab/session/request.ts';
import { serveInside } from '../lib/lab/session/spawn-inside.ts';
import { healthy } from '../lib/lab/worlds/expectations.ts';
import type { World } from '../lib/lab/worlds/world.ts';

interface Time {
  readonly wallMs: number;
  readonly cpuMs: number;
}

export interface CatalogueTimes {
  readonly natless: readonly Time[];
  readonly blackbox: readonly Time[];
  readonly curl: readonly Time[];
}

const ROUNDS = 5;
const REGION = 'us-west-2';

/** As many connections at once as the catalogue has. */
const PARALLEL = 256;

/** Files go where only this mount namespace sees them. */
const FOLDER = '/run';
const CA = join(FOLDER, 'ca.pem');
const RESOLV_CONF = join(FOLDER, 'resolv.conf');
const BLACKBOX_CONFIG = join(FOLDER, 'blackbox.yml');
const CURL_CONFIG = join(FOLDER, 'curl.conf');
const BLACKBOX_ADDRESS = '127.0.0.1:9115';

/** Every tenth host with IPv6 does not answer. */
const aTenthSilent: World = {
  name: 'a-tenth-silent',
  summary: 'every tenth host with IPv6 is silent',
  faults: ({ hosts }) =>
    hosts
      .flatMap(({ ipv6 }) => ipv6)
      .filter((_, index) => index % 10 === 0)
      .map((peerAddress) => ({ kind: 'drop', peerAddress })),
  expectTarget: healthy,
};

const REQUEST: LabRequest = {
  ...DEFAULT_REQUEST,
  subnet: 'us-west-2a',
  region: REGION,
  event: { catalogue: true },
};

serveInside(async (_: object, { progress }): Promise<CatalogueTimes> => {
  const world = await startWorld(REQUEST, aTenthSilent, progress);
  writeConfigurations(world);
  const namespace = world.members[0]?.networkInterface.name ?? '';
  const exporter = inNamespace(namespace, 'prometheus-blackbox-exporter', [
    `--config.file=${BLACKBOX_CONFIG}`,
    `--web.listen-address=${BLACKBOX_ADDRESS}`,
  ]);
  const natless: Time[] = [];
  const blackbox: Time[] = [];
  const curl: Time[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    progress(`comparing the catalogue, round ${round} of ${ROUNDS}`);
    natless.push(await client(namespace, 'catalogue-client.ts', [REGION]));
    blackbox.push(await timeBlackbox(namespace, exporter));
    curl.push(await timeCurl(namespace));
  }
  exporter.kill();
  await world.stop();
  return { natless, blackbox, curl };
});

function writeConfigurations({ wiring, internet }: RunningWorld): void {
  writeFileSync(CA, internet.caCertificatePem);
  writeFileSync(RESOLV_CONF, `nameserver ${wiring.resolverAddresses[0]}\n`);
  execFileSync('mount', ['--bind', RESOLV_CONF, '/etc/resolv.conf']);
  writeFileSync(
    BLACKBOX_CONFIG,
    JSON.stringify({
      modules: {
        tls: {
          prober: 'tcp',
          timeout: '2s',
          tcp: { tls: true, preferred_ip_protocol: 'ip6', ip_protocol_fallback: false },
        },
      },
    }),
  );
  const urls = catalogueEntries(REGION).map(({ host }) => `url = "https://${host}/"\noutput = /dev/null`);
  writeFileSync(CURL_CONFIG, `${urls.join('\n')}\n`);
}

function inNamespace(namespace: string, program: string, args: readonly string[]): ChildProcess {
  return spawn('nsenter', [`--net=/run/netns/${namespace}`, program, ...args], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, NODE_EXTRA_CA_CERTS: CA, SSL_CERT_FILE: CA },
  });
}

async function output(child: ChildProcess): Promise<string> {
  let text = '';
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  await once(child, 'close');
  return text;
}

/** A program beside this one that measures itself, so that its start does not count. */
async function client(namespace: string, name: string, args: readonly string[]): Promise<Time> {
  const script = join(import.meta.dirname, name);
  return JSON.parse(await output(inNamespace(namespace, process.execPath, [script, ...args]))) as Time;
}

/** Asked by a client of its own; what counts is the exporter's CPU. */
async function timeBlackbox(namespace: string, exporter: ChildProcess): Promise<Time> {
  const before = cpuOf(exporter);
  const { wallMs } = await client(namespace, 'blackbox-client.ts', [
    BLACKBOX_ADDRESS,
    REGION,
    String(PARALLEL),
  ]);
  return { wallMs, cpuMs: cpuOf(exporter) - before };
}

/** User and system time of a process (proc(5), fields 14 and 15), in hundredths of a second. */
function cpuOf({ pid }: ChildProcess): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

async function timeCurl(namespace: string): Promise<Time> {
  const curl = `curl --parallel --parallel-immediate --parallel-max ${PARALLEL} --ipv6 --connect-timeout 2 --silent --cacert ${CA} --config ${CURL_CONFIG}`;
  const text = await output(
    inNamespace(namespace, 'bash', ['-c', `TIMEFORMAT='%R %U %S'; { time ${curl}; } 2>&1 | tail -1`]),
  );
  const [wall = 0, user = 0, system = 0] = text
    .trim()
    .split(' ')
    .map((seconds) => Number(seconds) * 1_000);
  return { wallMs: wall, cpuMs: user + system };
}
