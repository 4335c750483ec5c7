/** A kept assembly comes back whole or not at all, and only a few are kept. */
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { keepAssembly, restoreAssembly } from '../../../lib/lab/run/synthesis/kept-assemblies.ts';

const BYTES = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));

let folder: string;
let assembly: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'natless-test-'));
  assembly = join(folder, 'assembly');
  file = join(folder, 'kept', 'key');
  mkdirSync(join(assembly, 'asset.1', 'bin'), { recursive: true });
  writeFileSync(join(assembly, 'manifest.json'), '{}');
  writeFileSync(join(assembly, 'asset.1', 'bin', 'bootstrap ü'), BYTES, { mode: 0o755 });
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function restored(from = file) {
  const into = mkdtempSync(join(folder, 'restored-'));
  return restoreAssembly(from, into) ? into : null;
}

test('what is kept comes back: names, bytes and modes', () => {
  keepAssembly(file, assembly);
  const into = restored() ?? '';
  expect(readdirSync(into, { recursive: true }).toSorted()).toEqual(
    readdirSync(assembly, { recursive: true }).toSorted(),
  );
  const bootstrap = join(into, 'asset.1', 'bin', 'bootstrap ü');
  expect(readFileSync(bootstrap)).toEqual(BYTES);
  expect(statSync(bootstrap).mode & 0o100).toBe(0o100);
});

test('a file is only its owner’s to read and to write', () => {
  keepAssembly(file, assembly);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

describe('nothing comes back', () => {
  test('where nothing was kept', () => {
    expect(restored()).toBeNull();
  });

  test('from a file in which any one byte is another', () => {
    keepAssembly(file, assembly);
    const whole = readFileSync(file);
    for (const index of whole.keys()) {
      const damaged = Buffer.from(whole);
      damaged[index] = (damaged[index] ?? 0) ^ 1;
      writeFileSync(file, damaged);
      expect(restoreAssembly(file, folder)).toBe(false);
    }
  });

  test.each([0, 1, 64, 65, 100])('from a file that was cut after %i bytes', (length) => {
    keepAssembly(file, assembly);
    truncateSync(file, length);
    expect(restored()).toBeNull();
  });

  test('from a file that was kept for another key', () => {
    keepAssembly(file, assembly);
    renameSync(file, `${file}-other`);
    expect(restored(`${file}-other`)).toBeNull();
  });

  test('from a file that others may write', () => {
    keepAssembly(file, assembly);
    chmodSync(file, 0o620);
    expect(restored()).toBeNull();
  });

  test.skipIf(process.getuid?.() !== 0)('from a file of another user', () => {
    keepAssembly(file, assembly);
    chownSync(file, 12_345, 12_345);
    expect(restored()).toBeNull();
  });

  test('from a folder', () => {
    mkdirSync(file, { recursive: true });
    expect(restored()).toBeNull();
  });
});

describe('nothing is kept', () => {
  test('of an assembly with a link', () => {
    symlinkSync('/etc/passwd', join(assembly, 'link'));
    keepAssembly(file, assembly);
    expect(existsSync(file)).toBe(false);
  });

  test('of an assembly of more than 16 MB', () => {
    writeFileSync(join(assembly, 'large'), Buffer.alloc(13 * 1024 * 1024));
    keepAssembly(file, assembly);
    expect(existsSync(file)).toBe(false);
  });

  test('where the folder cannot be made, and nothing is thrown', () => {
    writeFileSync(join(folder, 'kept'), 'a file');
    keepAssembly(file, assembly);
    expect(restored()).toBeNull();
  });
});

test('a damaged file is replaced', () => {
  keepAssembly(file, assembly);
  writeFileSync(file, 'damaged');
  keepAssembly(file, assembly);
  expect(restored()).not.toBeNull();
});

test('the eight used last are kept, without what a killed lab left', () => {
  const files = Array.from({ length: 9 }, (_, index) => join(folder, 'kept', `key-${index}`));
  const past = (hours: number) => new Date(Date.now() - hours * 3_600_000);
  mkdirSync(join(folder, 'kept'));
  writeFileSync(join(folder, 'kept', 'key-0.unfinished'), '');
  utimesSync(join(folder, 'kept', 'key-0.unfinished'), past(100), past(100));
  for (const [index, each] of files.slice(0, 8).entries()) {
    keepAssembly(each, assembly);
    utimesSync(each, past(50 - index), past(50 - index));
  }
  // The oldest is used once more, so the second oldest goes.
  expect(restored(files[0])).not.toBeNull();
  keepAssembly(files[8] ?? '', assembly);
  const names = readdirSync(join(folder, 'kept')).toSorted();
  expect(names).toEqual(['key-0', 'key-2', 'key-3', 'key-4', 'key-5', 'key-6', 'key-7', 'key-8']);
});
