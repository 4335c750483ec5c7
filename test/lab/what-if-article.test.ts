/** The page that takes the article's starting point through what-if shows what the command prints. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { ROOT } from '../../lib/folders.ts';
import { natless } from '../command.ts';

const PAGE = readFileSync(join(ROOT, 'docs', 'article-what-if.md'), 'utf8');
const TEMPLATE = join(ROOT, 'test', 'what-if', 'fixtures', 'article.yaml');

describe.skipIf(inject('labRefused') !== null)("the article's starting point", () => {
  test('goes to its network by the changes of the page, in its words', async () => {
    const [, shown = ''] = /```\n(Api in .+?)```/s.exec(PAGE) ?? [];
    const { stdout, status } = await natless(['what-if', '--template', TEMPLATE]);
    expect(stdout).toBe(shown);
    expect(status).toBe(0);
  });
});
