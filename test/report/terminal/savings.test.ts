/** Savings and needs on a terminal: a few lines under every report, the tables on request. */
import { describe, expect, test } from 'vitest';
import type { Run } from '../../../lambda/report/report-schema.ts';
import { savingsOf } from '../../../lib/report/savings/savings.ts';
import { renderNeeds } from '../../../lib/report/terminal/needs.ts';
import { painter } from '../../../lib/report/terminal/paint.ts';
import { renderSavings } from '../../../lib/report/terminal/savings.ts';
import { elsewhere, failing, passing, run, withoutIpv6 } from '../run-builder.ts';

const plain = painter(false);
const wide = { columns: 120, paint: plain };
const bedrock = withoutIpv6('bedrock-runtime', 'bedrock-runtime.us-west-2.api.aws', 'ENOTFOUND');
const github = withoutIpv6('https://api.github.com', 'api.github.com');

const inTwoZones = (one: Run) => savingsOf([one, elsewhere(one)]);
const saving = (one: Run) => renderSavings(inTwoZones(one), plain).join('\n');
const whole = (one: Run) => renderNeeds(inTwoZones(one), wide).join('\n\n');

describe('the few lines', () => {
  test('name what can go, what is needed and what is saved', () => {
    expect(saving(run([passing('s3'), bedrock]))).toBe(
      [
        'savings at list prices of us-west-2 (2026-11), in 2 Availability Zones',
        '  can go  73.00 USD a month and 0.045 USD a GB: 2 NAT gateways, assuming one in each zone (65.70 hours + 7.30 addresses)',
        '  needed  14.60 USD a month and 0.01 USD a GB: com.amazonaws.us-west-2.bedrock-runtime, for bedrock-runtime',
        '  saved   58.40 USD a month, if these targets are all that your code needs',
      ].join('\n'),
    );
  });

  test('name what AWS runs beside an instance that the user runs', () => {
    expect(saving(run([passing('s3'), github]))).toContain(
      '  or      73.00 USD a month and 0.045 USD a GB: NAT gateways, with nothing to run yourself',
    );
  });

  test('say which Region’s prices stand in', () => {
    expect(saving(run([passing('s3')], { region: 'eu-west-1' }))).toContain(
      'at list prices of us-east-1 (2026-11), which stand in for those of eu-west-1 (--price FILE takes your own)',
    );
  });

  test('promise nothing while every target needs a fix, and at most a sum while one does', () => {
    expect(saving(run([failing('s3')]))).toContain('not known yet: fix the causes above first');
    expect(saving(run([failing('s3')]))).not.toContain('USD');
    expect(saving(run([passing('s3'), failing('sts')]))).toContain('saved   at most 73.00 USD a month');
  });

  test('price nothing that the lab does not know, and say so', () => {
    const cause = { code: 'UnknownToLab' as const, message: '', remedy: '' };
    const unknown = { ...failing('x'), cause, verdict: 'inconclusive' as const };
    expect(saving(run([unknown]))).toContain('not known: the lab does not have the hosts');
    expect(saving(run([unknown]))).not.toContain('USD');
    expect(saving(run([passing('s3'), unknown]))).toContain('x: unknown, so not priced');
    expect(saving(run([failing('y'), unknown]))).toContain('not known yet: fix the causes above first');
    expect(whole(run([passing('s3'), unknown]))).toMatch(/^x +unknown: no reason is known$/m);
  });

  test('say in the lab what the records of the targets’ hosts rest on, and of no others', () => {
    const record = (host: string, kind: 'documented' | 'declared', date: string) => ({
      ...{ host, a: true, aaaa: true, ground: { kind, date } },
    });
    const [{ host = '' } = {}] = passing('s3').attempts[0].operations;
    const hosts = [record(host, 'documented', '2026-10'), record('other.example', 'declared', '2026-11-26')];
    const lab = { hosts } as Run['lab'];
    const lines = saving({ ...run([passing('s3')]), lab }).split('\n');
    expect(lines.at(-1)).toBe("  rests   on the lab's records of hosts: 1 as AWS documents them (2026-10)");
    expect(saving(run([passing('s3')]))).not.toContain('rests');
  });

  test('are not there for a report without targets', () => {
    expect(renderSavings(inTwoZones(run([])), plain)).toEqual([]);
    expect(renderNeeds(inTwoZones(run([])), wide)).toEqual([]);
  });
});

describe('the tables', () => {
  test('has each target with its ways and prices', () => {
    const text = whole(run([passing('s3'), failing('sts'), bedrock]));
    expect(text).toMatch(/^s3 +nothing: IPv6 reaches it$/m);
    expect(text).toMatch(/^sts +fix the cause first: ConnectTimeout$/m);
    expect(text).toMatch(/^bedrock-runtime +an interface endpoint +14\.60 +0\.01$/m);
    expect(text).toMatch(/^ +or a NAT gateway +73\.00 +0\.045$/m);
    expect(text).toContain('bedrock-runtime: com.amazonaws.us-west-2.bedrock-runtime, with private DNS');
  });

  test('has the break-even', () => {
    expect(whole(run([bedrock]))).toContain(
      'while idle, 5 interface endpoints cost as much as NAT gateways, and 6 cost more;',
    );
    expect(whole(run([github], { region: 'ap-northeast-1' }))).toContain(
      'while idle, 5 interface endpoints cost more than NAT gateways;',
    );
  });

  test('has no ways where no target is left', () => {
    expect(whole(run([passing('s3')]))).not.toContain('ways to keep');
  });
});

test.each(['\u001b[2J', '\u202eevil', 'a\nb'])('a name from outside stays plain (%j)', (name) => {
  const text = whole(run([{ ...github, id: `x${name}y` }, passing(`p${name}q`), failing(`r${name}s`)]));
  expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e]/u);
});
