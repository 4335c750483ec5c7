/** Certificates that labs keep for later labs. */
import { X509Certificate } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

  test('are issued anew if the kept file is broken', async () => {
    await certificatesFor([ORDER], folder);
    for (const text of ['', '{"leaves":[]}']) {
      writeFileSync(onlyFile(), text);
      expect((await certificatesFor([ORDER], folder)).leaves).toHaveLength(1);
    }
  });

  test('are issued even if they cannot be kept', async () => {
    const notAFolder = join(folder, 'file');
    writeFileSync(notAFolder, '');
    chmodSync(notAFolder, 0o400);
    expect((await certificatesFor([ORDER], join(notAFolder, 'cache'))).leaves).toHaveLength(1);
  });
});
