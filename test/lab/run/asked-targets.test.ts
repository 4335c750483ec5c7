/** What the probe is asked, and what of it is the user's. */
import { describe, expect, test } from 'vitest';
import { askedTargets, withDemonstrations } from '../../../lib/lab/run/asked-targets.ts';
import { FREE_TARGETS } from '../../../lib/lab/run/start/add-probe.ts';
import { DEFAULT_REQUEST, type LabRequest } from '../../../lib/lab/session/request.ts';
import { findWorld } from '../../../lib/lab/worlds/worlds.ts';
import { passing, run } from '../../report/run-builder.ts';

const URL = 'https://api.example.com';
const NAMED = { targets: [{ url: URL }] };

function asked(
  event: LabRequest['event'],
  { onlyMine = false, isOwn = false, settings = [] as string[] } = {},
) {
  const request = { ...DEFAULT_REQUEST, event, onlyMine };
  return askedTargets(request, findWorld('as-synthesized'), { isOwn, settingsTargets: () => settings });
}

describe('in a template of others', () => {
  test('the built-in targets are asked where the user named none', () => {
    expect(asked({})).toEqual({ event: { only: FREE_TARGETS }, demonstrations: [] });
  });

  test('they only show the network where the user named some', () => {
    expect(asked(NAMED)).toEqual({
      event: { ...NAMED, only: [...FREE_TARGETS, URL] },
      demonstrations: FREE_TARGETS,
    });
  });

  test('they are the user’s where the user named them', () => {
    const event = { ...NAMED, only: ['checkip', URL] };
    expect(asked(event)).toEqual({ event, demonstrations: [] });
  });

  test('--only-mine leaves them out, and refuses to leave nothing', () => {
    expect(asked(NAMED, { onlyMine: true })).toEqual({
      event: { ...NAMED, only: [URL] },
      demonstrations: [],
    });
    expect(() => asked({}, { onlyMine: true })).toThrow(/there are no others: add --target URL$/);
  });

  test('pulls are asked as they are', () => {
    expect(asked({ pulls: true })).toEqual({ event: { pulls: true }, demonstrations: [] });
  });
});

describe('in this project’s own stack', () => {
  test('every target is the user’s', () => {
    expect(asked(NAMED, { isOwn: true })).toEqual({ event: NAMED, demonstrations: [] });
  });

  test('--only-mine keeps the targets of the settings', () => {
    const own = { isOwn: true, onlyMine: true };
    expect(asked(NAMED, { ...own, settings: ['db'] }).event).toEqual({ ...NAMED, only: ['db', URL] });
    expect(asked({}, { ...own, settings: ['db'] }).event).toEqual({ only: ['db'] });
    expect(() => asked({}, own)).toThrow('--only-mine');
  });
});

test('demonstrations leave the targets, without advice', () => {
  const one = run([passing('checkip'), passing(URL)]);
  const apart = withDemonstrations(one, ['checkip']);
  expect(apart.targets.map(({ id }) => id)).toEqual([URL]);
  expect(apart.demonstrations?.map(({ id, advice }) => [id, advice])).toEqual([['checkip', null]]);
  expect(withDemonstrations(one, [])).toEqual(one);
});
