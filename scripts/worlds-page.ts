/** `npm run docs:worlds`: writes docs/worlds.md from the table of worlds. */
import { writeFileSync } from 'node:fs';
import { PAGE, renderPage } from './worlds/page.ts';

writeFileSync(PAGE, renderPage());
