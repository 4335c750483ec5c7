/** Where packets go, by an independent reading of the wiring's text: a dropped rule or route is found without a lab. */
import { describe, expect, test } from 'vitest';
import { networkOf } from './reading/lab-case.ts';
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
