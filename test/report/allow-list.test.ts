/** The allow-list for partners: each subnet's block, how it is known, and what to consider. */
import { describe, expect, test } from 'vitest';
import type { Run } from '../../lambda/report/report-schema.ts';
import { allowListOf } from '../../lib/report/allow-list.ts';
import { renderAllowList } from '../../lib/report/terminal/allow-list.ts';
import { painter } from '../../lib/report/terminal/paint.ts';
import { run } from './run-builder.ts';

const declared = run([]);
const network = (changes: Partial<Run['network']>, more: Partial<Run> = {}) =>
  run([], { network: { ...declared.network, ...changes }, ...more });
const unseen = { source: { address: null, insideVpc: null, seenBy: [] } };
const seenFrom = (address: string, insideVpc: boolean) => ({ source: { address, insideVpc, seenBy: [] } });

describe('the block of a subnet', () => {
  test('is the one that the stack declared', () => {
    expect(allowListOf([declared])).toMatchObject({
      vpcIpv6CidrBlocks: ['2001:db8:1234:1a00::/56'],
      subnets: [{ subnetId: 'subnet-a', ipv6CidrBlock: '2001:db8:1234:1a01::/64', basis: 'declared' }],
    });
  });

  test('is the /64 that the echo services saw where the stack declared none', () => {
    expect(allowListOf([network({ subnetIpv6CidrBlock: null })]).subnets).toMatchObject([
      { ipv6CidrBlock: '2001:db8:1234:1a01::/64', basis: 'seen' },
    ]);
  });

  test.each([
    ['no echo service answered', unseen],
    ['the address seen is outside the VPC', seenFrom('2001:db8:9::1', false)],
    ['the address seen is not IPv6', seenFrom('198.18.0.1', true)],
  ])('is reported as unknown where %s', (_, source) => {
    const { subnets, warnings } = allowListOf([network({ subnetIpv6CidrBlock: null }, source)]);
    expect(subnets).toMatchObject([{ ipv6CidrBlock: null, basis: null }]);
    expect(warnings[0]).toBe('the block of subnet-a is unknown: look it up in EC2');
  });
});

describe('the warnings', () => {
  test('name rate limits by /64 and policies with aws:SourceIp', () => {
    const text = allowListOf([declared]).warnings.join('\n');
    expect(text).toContain('Docker Hub');
    expect(text).toContain('aws:SourceIp');
  });

  test('say that those who may invoke a probe can send requests from these blocks, and what to do about it', () => {
    const text = renderAllowList(allowListOf([declared]), { columns: 120, paint: painter(false) });
    expect(text).toMatch(/^- .*lambda:InvokeFunction.*"eventTargets": false/m);
  });

  test('begin with requests that came from outside the block', () => {
    const stray = allowListOf([run([], seenFrom('2001:db8:1234:1a99::1', true))]).warnings;
    expect(stray[0]).toContain('came from 2001:db8:1234:1a99::1, outside its block');
    expect(allowListOf([declared]).warnings.join()).not.toContain('outside its block');
    expect(allowListOf([run([], unseen)]).warnings.join()).not.toContain('outside its block');
  });
});

test('the allow-list has a line for the VPC and one for each subnet', () => {
  const text = renderAllowList(allowListOf([declared]), { columns: 120, paint: painter(false) });
  expect(text).toMatch(/^the whole VPC +2001:db8:1234:1a00::\/56$/m);
  expect(text).toMatch(
    /^us-west-2a subnet-a +2001:db8:1234:1a01::\/64 +declared by the stack, seen as 2001:/m,
  );
  expect(text).toMatch(/^- .*aws:SourceIp/m);
});

test.each(['2600:1f14:1234:5678::4', '2600:1f14:1234:5678:9abc:def0:1234:5678'])(
  'the allow-list fits 80 columns, no address and no id is broken or cut: %s',
  (address) => {
    const block = '2600:1f14:1234:5678::/64';
    const subnetId = 'subnet-063841f011b4ff70b';
    const list = allowListOf([
      network(
        { subnetId, subnetIpv6CidrBlock: block, vpcIpv6CidrBlocks: ['2600:1f14:1234:5600::/56'] },
        seenFrom(address, true),
      ),
    ]);
    const lines = renderAllowList(list, { columns: 80, paint: painter(false) }).split('\n');
    const place = `us-west-2a ${subnetId}`;
    const at = lines.findIndex((line) => line.startsWith(place));
    expect(lines.slice(at, at + 2)).toEqual([
      expect.stringMatching(new RegExp(`^${place} +${block}$`)),
      expect.stringMatching(new RegExp(`^ {4}declared by the stack, seen as ${address}$`)),
    ]);
    const table = lines.filter((line) => !line.startsWith('- '));
    expect(table.filter((line) => line.length > 80)).toEqual([]);
  },
);

test.each(['\u001b[2J', '\u202eevil'])('text from outside stays plain (%j)', (text) => {
  const list = allowListOf([network({ subnetId: text, availabilityZone: text }, seenFrom(text, true))]);
  expect(renderAllowList(list, { columns: 120, paint: painter(false) }).replaceAll('\n', '')).not.toMatch(
    /[\p{Cc}\u202e]/u,
  );
});
