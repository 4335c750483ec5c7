/** More functions than places: who runs when, and what becomes of the sandboxes. */
import { expect, test } from 'vitest';
import { FunctionPool } from '../../../lib/lab/runtime/function-pool.ts';

/** Sandboxes that count how many of them live. */
function counting() {
  const lives = { now: 0, most: 0, made: 0 };
  const prepare = async () => {
    lives.now += 1;
    lives.made += 1;
    lives.most = Math.max(lives.most, lives.now);
    let certificate = '';
    return {
      reportKey: `key ${lives.made}`,
      start: async (pem: string) => {
        certificate = pem;
      },
      invoke: async (event: unknown) => {
        await new Promise((resolve) => setTimeout(resolve, 2));
        if (event === 'fail') throw new Error('failed');
        return { payload: { event, certificate }, error: null, logs: '', durationMs: 1 };
      },
      stop: async () => {
        lives.now -= 1;
      },
    };
  };
  return { lives, prepare };
}

async function started(functions: number, places: number) {
  const { lives, prepare } = counting();
  const pool = new FunctionPool(
    Array.from({ length: functions }, () => prepare),
    places,
  );
  await pool.prepare();
  await pool.start('the authority');
  return { pool, lives };
}

test('no more sandboxes live than there are places, and every function answers in its own order', async () => {
  const { pool, lives } = await started(10, 3);
  const answers = await Promise.all(pool.functions.map((fn, index) => fn.invoke(index)));
  expect(answers.map(({ payload }) => payload)).toEqual(
    Array.from({ length: 10 }, (_, event) => ({ event, certificate: 'the authority' })),
  );
  expect(lives).toEqual({ now: 0, most: 3, made: 10 });
});

test('functions that all have a place keep it until the end', async () => {
  const { pool, lives } = await started(3, 3);
  await Promise.all(pool.functions.map((fn) => fn.invoke('once')));
  await Promise.all(pool.functions.map((fn) => fn.invoke('again')));
  expect(lives).toEqual({ now: 3, most: 3, made: 3 });
  await pool.stop();
  expect(lives.now).toBe(0);
});

test('one that fails leaves its place', async () => {
  const { pool, lives } = await started(4, 1);
  const settled = await Promise.allSettled(
    pool.functions.map((fn, index) => fn.invoke(index === 0 ? 'fail' : index)),
  );
  expect(settled.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled', 'fulfilled']);
  expect(lives).toMatchObject({ now: 0, most: 1 });
});

test('a function without a place has the key of the sandbox that ran it', async () => {
  const { pool } = await started(2, 1);
  const [, last] = pool.functions;
  expect(last?.reportKey).toBe('');
  await Promise.all(pool.functions.map((fn) => fn.invoke(null)));
  expect(last?.reportKey).toBe('key 2');
});
