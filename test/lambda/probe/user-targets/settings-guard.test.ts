/** Where a target of the settings may lead: into the VPC only by an endpoint's name, and an event's target never. */
import { expect, test } from 'vitest';
import { readEnvironment } from '../../../../lambda/probe/environment.ts';
import { parseEvent } from '../../../../lambda/probe/event.ts';
import { startRun } from '../../../../lambda/probe/run-context.ts';
import { settingsGuard } from '../../../../lambda/probe/user-targets/settings-guard.ts';
import { ENV, LAB_ADDRESSES, LAB_OTHERS_VPC } from '../../../../lambda/report/stack-contract.ts';
import { parseUserTargets, type UserTarget } from '../../../../lambda/report/user-targets.ts';

const HOST = 'secretsmanager.us-west-2.amazonaws.com';
const VARIABLES = {
  [ENV.vpcIpv4CidrBlock]: '10.1.0.0/16',
  [ENV.vpcIpv6CidrBlock]: '2600:1f14:abc:de00::/56',
  [ENV.vpcEndpoints]: 'secretsmanager',
};
const INSIDE = ['10.1.2.3', '2600:1f14:abc:de01::9'];

async function guardFor(
  target: { readonly host?: string; readonly expect?: UserTarget['expect'] } = {},
  variables: Readonly<Record<string, string>> = VARIABLES,
) {
  const environment = readEnvironment(variables);
  const publicOnly = await startRun(environment, AbortSignal.any([]), Promise.resolve(null)).addressGuard();
  return settingsGuard({ host: HOST, expect: 'vpc-endpoint', ...target }, publicOnly, environment);
}

test('an endpoint’s name may lead to the VPC’s own addresses', async () => {
  const guard = await guardFor();
  for (const address of INSIDE) expect(guard(address, HOST), address).toBeNull();
});

test.each([
  ['of the metadata service', '169.254.169.254'],
  ['of another private network', '10.2.0.1'],
  ['of loopback', '127.0.0.1'],
  ['of unique local IPv6', 'fd00:ec2::254'],
  ['of the VPC behind NAT64', '64:ff9b::a01:203'],
])('but to no address %s', async (_, address) => {
  expect((await guardFor())(address, HOST)).toEqual(expect.any(String));
});

test.each(['10.1.2.3', 'internal.example.com', 'sts.us-west-2.amazonaws.com'])(
  'nor may what it redirects to: %s',
  async (host) => {
    const guard = await guardFor();
    for (const address of INSIDE) expect(guard(address, host), address).toEqual(expect.any(String));
  },
);

test.each<[string, Parameters<typeof guardFor>]>([
  ['another expectation', [{ expect: 'any' }]],
  ['a name outside AWS', [{ host: 'internal.example.com' }]],
  ['a name that only ends like AWS’s', [{ host: 'evilamazonaws.com' }]],
  ['an address for a name', [{ host: '10.1.2.3' }]],
  ['a stack without endpoints', [{}, { ...VARIABLES, [ENV.vpcEndpoints]: '' }]],
  ['a block that no VPC has', [{}, { ...VARIABLES, [ENV.vpcIpv4CidrBlock]: '10.0.0.0/8' }]],
])('%s keeps the VPC closed', async (_, [target, variables]) => {
  const guard = await guardFor(target, variables);
  expect(guard('10.1.2.3', target?.host ?? HOST)).toEqual(expect.any(String));
});

test('an event cannot make its target one of the settings', () => {
  const { targets: settingsTargets } = parseUserTargets([{ url: `https://${HOST}`, name: 'secrets' }], 'x');
  const rules = { settingsTargets, eventTargets: true, pullTargets: () => settingsTargets };
  const named = { url: 'https://other.amazonaws.com', name: 'own', expect: 'vpc-endpoint' };
  expect(parseEvent({ targets: [named] }, rules).settingsTargetIds).toEqual(['secrets']);
  expect(() => parseEvent({ targets: [{ ...named, name: 'secrets' }] }, rules)).toThrow('taken');
  expect(parseEvent({ pulls: true }, rules).settingsTargetIds).toEqual([]);
});

test('the lab opens another project’s VPC to every target, and only beside its own variable', async () => {
  const guardWith = (changes: Readonly<Record<string, string>>) =>
    startRun(
      readEnvironment({ ...VARIABLES, ...changes }),
      AbortSignal.any([]),
      Promise.resolve(null),
    ).addressGuard();
  const open = await guardWith({ [LAB_ADDRESSES]: 'true', [LAB_OTHERS_VPC]: 'true' });
  for (const address of INSIDE) expect(open(address, 'x.example'), address).toBeNull();
  expect(open('10.2.0.1', 'x.example')).toEqual(expect.any(String));
  for (const variable of [LAB_OTHERS_VPC, LAB_ADDRESSES])
    expect((await guardWith({ [variable]: 'true' }))('10.1.2.3', 'x.example')).toEqual(expect.any(String));
});
