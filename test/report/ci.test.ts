/** What CI shows of a report: a job summary in Markdown and JUnit's XML. Text from elsewhere stays text in both. */
import { describe, expect, test } from 'vitest';
import { reportOf } from '../../lambda/report/judge/summary.ts';
import { junitOf } from '../../lib/report/junit.ts';
import { code, prose } from '../../lib/report/markdown/markup.ts';
import { reportMarkdown } from '../../lib/report/markdown/report.ts';
import { savingsOf } from '../../lib/report/savings/savings.ts';
import { parseXml } from '../xml.ts';
import { failing, inPlaceOf, passing, quoting, run, withoutIpv6 } from './run-builder.ts';

describe('the job summary', () => {
  const one = run([passing('s3'), withoutIpv6('stripe', 'api.stripe.com')]);
  const text = reportMarkdown(reportOf([one]), [savingsOf([one])]);

  test('begins with the conclusion and the money', () => {
    const [first = '', , money = ''] = text.split('\n');
    expect(first).toBe(`### ${prose(reportOf([one]).summary.sentence)}`);
    expect(money).toMatch(/^\*\*Saved: .*\d+\.\d\d USD a month\*\*/);
  });

  test('has a row for each target, and the causes where they do not stand in the way', () => {
    expect(text).toContain('| `s3` | ');
    expect(text).toMatch(/\| `stripe` \| none \| ❌ fail \|[^|]*\| `NoAaaaRecord` \|/);
    expect(text).toMatch(/<summary>\d causes?<\/summary>.*- `NoAaaaRecord` stripe/s);
  });

  test.each([
    ['a link', '[click](https://evil.example)', /\[click\]\(/],
    ['an image', '![x](https://evil.example/x.png)', /!\[x/],
    ['a tag', '<img src=x onerror=alert(1)>', /<img/],
    ['a mention', '@admin', /@admin/],
    ['a bare address', 'see https://evil.example', /https:\/\/evil/],
    ['a cell of a table', 'a | b', /a \| b/],
    ['a code span', 'x ` y', /x ` y/],
  ])('renders %s in a message as text', (_, hostile, rendered) => {
    expect(prose(hostile)).not.toMatch(rendered);
    const shown = reportMarkdown(reportOf([run([quoting('s3', hostile)])]), []);
    const [, causes = ''] = shown.split('<summary>');
    expect(causes).not.toMatch(rendered);
  });

  test('a name cannot end its code span or its cell', () => {
    expect(code('a`b|c')).toBe("`a'b\\|c`");
    expect(code('a\nb')).toBe('`a b`');
  });
});

describe("JUnit's XML", () => {
  const one = run([passing('s3'), failing('sts'), quoting('x', '<b a="1">&\u0000\u001b[31m')]);
  const suites = parseXml(junitOf(reportOf([one])));

  test('has a suite for each run and a case for each target', () => {
    const [suite] = suites.children;
    expect(suite?.attributes).toMatchObject({ name: 'subnet-a', tests: '3', time: '1.234' });
    expect(suite?.children.map(({ attributes }) => attributes.name)).toEqual(['s3', 'sts', 'x']);
  });

  test('says why a target is not as expected', () => {
    const [, sts] = suites.children[0]?.children ?? [];
    expect(sts?.children[0]?.name).toBe('failure');
    expect(sts?.children[0]?.attributes.message).toContain(
      'expected reached, got fail over none. ConnectTimeout',
    );
  });

  test('counts as skipped what is not known', () => {
    const open = { ...failing('s3'), verdict: 'inconclusive' as const };
    const [suite] = parseXml(junitOf(reportOf([run([open])]))).children;
    expect(suite?.attributes).toMatchObject({ failures: '0', skipped: '1' });
  });

  describe('in a template of others', () => {
    const broken = { ...failing('api'), asExpected: true, withoutNat: 'breaks' as const };
    const open = { ...passing('db'), withoutNat: 'unknown' as const };
    const works = { ...passing('s3'), withoutNat: 'works' as const };
    const report = reportOf([inPlaceOf(run([works, broken, open]))]);
    const resultsWith = (...failOn: ('breaks' | 'unknown')[]) => {
      const [suite] = parseXml(junitOf(report, failOn)).children;
      const cases = suite?.children.map(({ children: [result] }) => result?.name ?? 'passed').slice(0, 3);
      return [cases, suite?.attributes.failures, suite?.attributes.skipped];
    };

    test('what breaks or is unknown neither passes nor fails unasked', () => {
      expect(resultsWith()).toEqual([['passed', 'skipped', 'skipped'], '0', '2']);
    });

    test('--fail-on decides what is a failure, as it does for the exit status', () => {
      expect(resultsWith('breaks')).toEqual([['passed', 'failure', 'skipped'], '1', '1']);
      expect(resultsWith('unknown')).toEqual([['passed', 'skipped', 'failure'], '1', '1']);
      expect(resultsWith('breaks', 'unknown')).toEqual([['passed', 'failure', 'failure'], '2', '0']);
    });

    test('an isolated subnet does not count, and does not fail', () => {
      const route = { witness: 'ec2', gateway: null, ipv4Gateway: null } as const;
      const other = inPlaceOf(run([broken]), { logicalIds: ['Other'] });
      const isolated = { ...other, network: { ...other.network, route } };
      const suites = parseXml(junitOf(reportOf([isolated, inPlaceOf(run([broken]))]), ['breaks'])).children;
      expect(suites.map(({ attributes }) => attributes.failures)).toEqual(['0', '1']);
    });
  });

  test("fails where the kernel's counters contradict the report", () => {
    const lab = { referee: { agrees: false, disagreements: ['no packet left'] } };
    const [suite] = parseXml(junitOf(reportOf([{ ...run([passing('s3')]), lab: lab as never }]))).children;
    expect(suite?.attributes.failures).toBe('1');
    expect(suite?.children.at(-1)?.children[0]?.attributes.message).toBe('no packet left');
  });
});
