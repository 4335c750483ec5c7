/** Asks the blackbox exporter for every host of the catalogue, so many at once: prints how long it took. */
import { Agent, get } from 'node:http';
import { catalogueEntries } from '../lambda/report/catalogue/hosts.ts';
import { createLimit } from '../lambda/report/limit.ts';

const [address = '', region = '', parallel = '1'] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true, maxSockets: Number(parallel) });
const gate = createLimit(Number(parallel));

function probe(host: string): Promise<void> {
  const url = `http://${address}/probe?module=tls&target=${host}:443`;
  return new Promise((resolve, reject) => {
    get(url, { agent }, (response) => response.resume().once('end', resolve)).once('error', reject);
  });
}

const started = performance.now();
await Promise.all(catalogueEntries(region).map(({ host }) => gate(() => probe(host))));
process.stdout.write(JSON.stringify({ wallMs: performance.now() - started, cpuMs: 0 }));
agent.destroy();
