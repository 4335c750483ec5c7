/** Which way the picture draws for each result: through which gateways, and where it breaks. */
import { expect, test } from 'vitest';
import { reportOf } from '../../../../lambda/report/judge/summary.ts';
import { networkInReport } from '../../../../lib/report/html/network.ts';
import { answeredFrom, control, failing, inPlaceOf, passing, run } from '../../run-builder.ts';
import { CLASSIC, sceneOf, subnet } from './scenes.ts';

const targets = [passing('good'), failing('silent'), failing('unreachable', 'ENETUNREACH')];

const waysOf = (...[runs, network]: Parameters<typeof sceneOf>) =>
  sceneOf(runs, network).journeys.map(({ look, stops, broken }) => ({ look, stops, broken }));

test('a reached target is beyond the gateway; silence ends before it, and what never left at its subnet', () => {
  expect(waysOf([run(targets)])).toEqual([
    { look: 'pass', stops: ['eigw-1'], broken: null },
    { look: 'fail', stops: ['eigw-1'], broken: 'ConnectTimeout' },
    { look: 'fail', stops: [], broken: 'NetworkUnreachable' },
  ]);
});

test('a packet without a route ends at its subnet', () => {
  const network = { ...networkInReport(reportOf([run(targets)])), subnets: [subnet('subnet-a', {})] };
  expect(waysOf([run([failing('silent')])], network)).toMatchObject([
    { stops: [], broken: 'ConnectTimeout' },
  ]);
});

test('what answered over IPv4 went through the NAT gateway and on by the routes of that one’s subnet', () => {
  const controls = [control({ id: 'silent', succeeded: true })];
  const today = waysOf([run([failing('silent'), failing('other')], { controls })], CLASSIC).filter(
    ({ look }) => look === 'today',
  );
  expect(today).toEqual([
    { look: 'today', stops: ['nat-0d6257ad0450a119d', 'igw-0d6257ad0450a119d'], broken: null },
  ]);
});

const endpoint = (host: string) => [run([answeredFrom('target', host, '2001:db8:1234:1a01::9')])];

test('a VPC endpoint is the one of the host’s service, and otherwise one that is not known', () => {
  const s3 = 's3.dualstack.us-west-2.amazonaws.com';
  expect(waysOf(endpoint(s3), CLASSIC)[0]?.stops).toEqual(['vpce-0eefbbd5cbc5c6be2']);
  expect(waysOf(endpoint('sqs.us-west-2.api.aws'), CLASSIC)[0]?.stops).toEqual(['vpce-']);
  const unnamed = { ...CLASSIC, gateways: [{ id: 'vpce-0eefbbd5cbc5c6be2' }] };
  expect(waysOf(endpoint(s3), unnamed)[0]?.stops).toEqual(['vpce-']);
});

test('every run of a subnet has its way', () => {
  const [worker, web] = [
    inPlaceOf(run([passing('sts')])),
    inPlaceOf(run([failing('sts')]), { logicalIds: ['Web'] }),
  ];
  expect(waysOf([worker, web]).map(({ broken }) => broken)).toEqual([null, 'ConnectTimeout']);
});
