/** Where packets go, by an independent reading of the wiring's text: a dropped rule or route is found without a lab. */
import { describe, expect, test } from 'vitest';
import { HOST4, HOST6, HOST64, NAT, NAT64, networkOf, OTHER4, OTHER6 } from './reading/lab-case.ts';
import { ledgerLines, outcomeOf, sentence } from './scenarios/scenario.ts';
import { SCENARIOS } from './scenarios/scenarios.ts';

describe.each(Object.entries(SCENARIOS))('%s', (_, scenarios) => {
  test.each(scenarios.map((scenario) => [scenario.name, scenario] as const))('%s', (_name, scenario) => {
    const network = networkOf(scenario.props);
    expect(scenario.steps.map((step) => sentence(step, outcomeOf(network, step)))).toEqual(
      scenario.steps.map((step) => sentence(step, step.is)),
    );
    if (scenario.ledger) expect(ledgerLines(network.ledger)).toEqual(scenario.ledger);
  });
});

test('the internet has the address of each host, and with NAT64 the IPv6 forms of those of IPv4', () => {
  const hosts = [HOST4, OTHER4, HOST6, OTHER6];
  const resolvers = ['10.1.0.2', '169.254.169.253', 'fd00:ec2::253'];
  const addresses = (changes: typeof NAT) => networkOf({ changes }).addressesOn('internet', 'lo');
  expect(addresses(NAT)).toEqual([...hosts, ...resolvers]);
  expect(addresses(NAT64)).toEqual([...hosts, ...resolvers, HOST64, '64:ff9b::c612:2']);
});
