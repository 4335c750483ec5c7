/** `npm run docs:clients`: writes docs/clients.md from the table of languages. */
import { writeFileSync } from 'node:fs';
import { PAGE, renderPage } from './clients/page.ts';

writeFileSync(PAGE, renderPage());
