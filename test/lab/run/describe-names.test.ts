/** What is said about the names that a command or a probe asked for. */
import { expect, test } from 'vitest';
import type { DeclaredHost } from '../../../lib/declared-host.ts';
import { describeUnasked, describeUnknown } from '../../../lib/lab/run/describe-names.ts';
import { baselineInternet } from '../../../lib/lab/services/internet/baseline.ts';
import { withDeclaredHosts } from '../../../lib/lab/services/internet/declared-hosts.ts';
import type { Model } from '../../../lib/lab/template/model.ts';

const model = { region: 'us-west-2', accountId: '111122223333', privateZones: [], hiddenNames: [] };

function asked(hosts: readonly DeclaredHost[], ...names: [name: string, type: string][]) {
  const queries = names.map(([name, type]) => ({
    ...{ name, type, transport: 'udp' as const, sourceAddress: '10.1.0.4' },
  }));
  return {
    queries,
    served: withDeclaredHosts(baselineInternet(model), hosts),
    model: model as unknown as Model,
  };
}

const declared = (name: string, ground: DeclaredHost['ground'] = 'declared'): DeclaredHost => ({
  ...{ name, port: null, exists: true, ipv4: true, ipv6: true, ground, date: '2026-11-26' },
});

test('each unknown name has one line, whatever was asked of it; other types of records do not count', () => {
  const lines = describeUnknown(
    asked(
      [],
      ...([
        ['api.stripe.com', 'A'],
        ['API.stripe.com', 'AAAA'],
        ['github.com', 'A'],
        ['mx.example', 'MX'],
        ['hooks.slack.com', 'AAAA'],
      ] as [string, string][]),
    ),
  );
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatch(
    /^api\.stripe\.com: a name that the lab does not know.*--host api\.stripe\.com=A,/,
  );
  expect(lines[1]).toMatch(/^hooks\.slack\.com: /);
});

test('a declared name that nothing asked for is named once; a wildcard counts if a name under it was', () => {
  const hosts = [
    ...[declared('a.example'), { ...declared('a.example'), port: 81 }, declared('*.b.example')],
    ...[declared('*.c.example'), declared('d.example'), declared('e.example', 'resolved')],
  ];
  expect(describeUnasked(hosts, asked(hosts, ['x.b.example', 'AAAA'], ['d.example', 'A']))).toEqual([
    '--host a.example changed nothing: nothing asked for that name',
    '--host *.c.example changed nothing: nothing asked for that name',
  ]);
});
