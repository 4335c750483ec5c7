/** Whose a command is: root takes sudo's word for it, and no other user does. */
import { describe, expect, test } from 'vitest';
import { callingUser } from '../../../lib/lab/session/calling-user.ts';

const isRoot = process.getuid?.() === 0;

describe.runIf(isRoot)('as root', () => {
  test('it is the user that called sudo', () => {
    expect(callingUser({ SUDO_UID: '54321', SUDO_GID: '54322' })).toEqual({
      ...{ uid: 54_321, gid: 54_322, isSwitched: true, account: null },
    });
  });

  test('an account that the machine knows has its name, home and shell', () => {
    expect(callingUser({ SUDO_UID: '1', SUDO_GID: '1' })?.account).toMatchObject({ name: 'daemon' });
  });

  test.each([undefined, '', '0', '00', '-1', '1e3', '54321x', ' 1', '99999999999'])(
    'it is root with SUDO_UID=%j',
    (id) => {
      expect(callingUser({ SUDO_UID: id, SUDO_GID: '54321' })).toBe(null);
      expect(callingUser({ SUDO_UID: '54321', SUDO_GID: id })).toBe(null);
    },
  );
});

test.runIf(!isRoot)('as an ordinary user it is that user, whatever the variables say', () => {
  expect(callingUser({ SUDO_UID: '0', SUDO_GID: '0' })).toMatchObject({
    uid: process.getuid?.(),
    isSwitched: false,
  });
});
