/** The walk of a pull against a registry that others wrote: Debian's docker-registry, inside the lab, over IPv6. */
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { requirePrivileges } from '../../lib/lab/session/privileges.ts';
import { DEFAULT_REQUEST, type LabRequest } from '../../lib/lab/session/request.ts';
import type { LabResult } from '../../lib/lab/session/result.ts';
import { runInside } from '../../lib/lab/session/spawn-inside.ts';
import { needProgram } from '../need-program.ts';
import { skipWithoutNamespaces } from './fixtures/skip-without-namespaces.ts';
import { targetIn } from './lab-command.ts';

skipWithoutNamespaces();
needProgram('docker-registry');

const ENTRY = join(import.meta.dirname, 'fixtures', 'docker-registry-inside.ts');

test('an image is walked hop by hop over the EIGW, and a missing one is reported as missing', async () => {
  const { unshareArguments } = await requirePrivileges({ install: false, say: () => {} });
  const request: LabRequest = {
    ...DEFAULT_REQUEST,
    source: { kind: 'assembly', path: inject('assembly') },
    subnet: 'us-west-2a',
  };
  const { runs } = await runInside<LabResult>(ENTRY, request, {
    unshareArguments,
    onProgress: () => {},
    signal: new AbortController().signal,
  });
  const [run] = runs;
  if (!run) throw new Error('no run');
  expect(run.lab?.referee).toEqual({ agrees: true, disagreements: [] });
  const walked = targetIn(run, 'there');
  expect(walked).toMatchObject({ path: 'eigw', verdict: 'pass', witness: 'echo' });
  expect(
    walked.attempts[0]?.operations.map(({ name, family, httpStatus }) => [name, family, httpStatus]),
  ).toEqual([
    ['manifest', 'IPv6', 200],
    ["platform's manifest", 'IPv6', 200],
    ['layer', 'IPv6', 200],
  ]);
  expect(targetIn(run, 'absent')).toMatchObject({ path: 'eigw', cause: { code: 'ResourceMissing' } });
});
