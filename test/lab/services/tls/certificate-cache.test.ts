/** Certificates that labs keep for later labs. */
import { X509Certificate } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createSecureContext } from 'node:tls';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { certificatesFor } from '../../../../lib/lab/services/tls/certificate-cache.ts';

const ORDER = { names: ['a.example'], trusted: true, expired: false };

/** Past what the certificates live. */
const MONTH_MS = 31 * 24 * 60 * 60 * 1000;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'natless-test-certificates-'));
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true });
});

function onlyFile(): string {
  const [file = '', ...others] = readdirSync(folder);
  expect(others).toEqual([]);
  return join(folder, file);
}

describe('certificates', () => {
  test('are signed by the authority, or self-signed', async () => {
    const orders = [ORDER, { ...ORDER, trusted: false }];
    const { caCertificatePem, leaves } = await certificatesFor(orders, folder);
    const ca = new X509Certificate(caCertificatePem);
    const vouchedFor = leaves.map(({ certificatePem }) =>
      new X509Certificate(certificatePem).verify(ca.publicKey),
    );
    expect(vouchedFor).toEqual([true, false]);
    expect(new X509Certificate(leaves[0]?.certificatePem ?? '').checkHost('a.example')).toBe('a.example');
  });

  test('are kept for the same hosts only', async () => {
    const first = await certificatesFor([ORDER], folder);
    expect(await certificatesFor([ORDER], folder)).toEqual(first);
    expect(await certificatesFor([{ ...ORDER, names: ['b.example'] }], folder)).not.toEqual(first);
    expect(await certificatesFor([{ ...ORDER, expired: true }], folder)).not.toEqual(first);
  });

  test("are kept without their authority's key, readable for the owner only", async () => {
    await certificatesFor([ORDER, { ...ORDER, names: ['b.example'] }], folder);
    expect(readFileSync(onlyFile(), 'utf8').match(/BEGIN PRIVATE KEY/g)).toHaveLength(2);
    expect(statSync(onlyFile()).mode & 0o777).toBe(0o600);
  });

  test('are issued anew before they expire, and after the clock was set back', async () => {
    const first = await certificatesFor([ORDER], folder);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + MONTH_MS });
    const later = await certificatesFor([ORDER], folder);
    expect(later).not.toEqual(first);
    vi.setSystemTime(Date.now() - MONTH_MS);
    expect(await certificatesFor([ORDER], folder)).not.toEqual(later);
  });

  const damages: [what: string, damage: (file: string, content: string) => void][] = [
    ['is empty', (file) => writeFileSync(file, '')],
    ['is JSON of another form', (file) => writeFileSync(file, '{"leaves":[]}')],
    ['is cut', (file, content) => truncateSync(file, content.length - 1)],
    ['has a certificate that is none', (file, content) => writeFileSync(file, content.replace(/MII/, 'XXX'))],
    [
      'has a key that is none',
      (file, content) => writeFileSync(file, content.replace(/PRIVATE KEY-+/, '-----')),
    ],
    ['was made by an earlier version', (file, content) => writeFileSync(file, content.slice(64))],
    ['may be written by others', (file) => chmodSync(file, 0o666)],
    ['is a folder', (file) => [rmSync(file), mkdirSync(file)]],
    ['is a link to nowhere', (file) => [rmSync(file), symlinkSync('/nowhere', file)]],
  ];
  if (process.getuid?.() === 0)
    damages.push(['belongs to another user', (file) => chownSync(file, 12_345, 12_345)]);

  test.each(damages)('are issued anew if the kept file %s', async (what, damage) => {
    const first = await certificatesFor([ORDER], folder);
    damage(onlyFile(), readFileSync(onlyFile(), 'utf8'));
    const second = await certificatesFor([ORDER], folder);
    expect(second.caCertificatePem).not.toBe(first.caCertificatePem);
    const [leaf] = second.leaves;
    expect(() => createSecureContext({ key: leaf?.keyPem, cert: leaf?.certificatePem })).not.toThrow();
    // A file takes the damaged one's place, but not a folder's: that lab issues its own every time.
    if (what === 'is a folder') return;
    expect(await certificatesFor([ORDER], folder)).toEqual(second);
  });

  test('leave no file behind that a killed lab had begun', async () => {
    const abandoned = join(folder, 'key.json.0123.unfinished');
    const recent = join(folder, 'key.json.4567.unfinished');
    for (const file of [abandoned, recent]) writeFileSync(file, '');
    utimesSync(abandoned, new Date(0), new Date(0));
    await certificatesFor([ORDER], folder);
    expect(readdirSync(folder).filter((name) => name.endsWith('.unfinished'))).toEqual([basename(recent)]);
  });

  test('are issued even if they cannot be kept', async () => {
    const notAFolder = join(folder, 'file');
    writeFileSync(notAFolder, '');
    chmodSync(notAFolder, 0o400);
    expect((await certificatesFor([ORDER], join(notAFolder, 'cache'))).leaves).toHaveLength(1);
  });
});
