/** Which names a run will look up: what a private zone or an unknown endpoint may hide without a word. */
import { expect, test } from 'vitest';
import { namesAsked } from '../../../../lib/lab/run/start/asked-names.ts';
import { DEFAULT_REQUEST } from '../../../../lib/lab/session/request.ts';
import { buildModel } from '../../../../lib/lab/template/build-model.ts';
import { dualStackTemplate, MODEL_PROPS } from '../../fixtures/dual-stack-template.ts';

const model = buildModel(dualStackTemplate(), MODEL_PROPS);
const TARGET = 'https://api.stripe.com';
const STS = 'sts.us-west-2.amazonaws.com';
const EC2 = 'ec2.us-west-2.amazonaws.com';
const named = { targets: [{ url: TARGET }] };

test.each([
  ['a run of every target', {}, true],
  ['a run with targets of the user beside the built-in ones', { event: named }, true],
  ['a run of one built-in target', { event: { only: ['sts'] } }, true],
  ['a run of named URLs', { event: { ...named, only: [TARGET] } }, false],
  ["a run of only the user's targets", { event: named, onlyMine: true }, false],
])("%s asks for the built-in targets' hosts: %j, %s", (_, changes, asksForSts) => {
  const names = namesAsked({ ...DEFAULT_REQUEST, ...changes }, model);
  expect(names.includes(STS)).toBe(asksForSts);
  // The route's witness is asked in every run.
  expect(names).toContain(EC2);
});

test('a named URL is asked for, even if it is that of a built-in target, unless the user declares its host', () => {
  const url = `https://${STS}`;
  const request = { ...DEFAULT_REQUEST, event: { targets: [{ url }], only: [url] } };
  expect(namesAsked(request, model)).toContain(STS);
  const declared = {
    name: STS,
    port: null,
    exists: true,
    ipv4: true,
    ipv6: false,
    ground: 'declared' as const,
    date: '2026-11-27',
  };
  expect(namesAsked({ ...request, hosts: [declared] }, model)).not.toContain(STS);
});
