/** The frame of a page: one file that loads and sends nothing. */
import { createHash } from 'node:crypto';
import { ownVersion } from '../../version.ts';
import { html, type Markup } from './markup.ts';
import { SCRIPT } from './script.ts';
import { STYLE } from './style.ts';

export function documentOf(title: string, body: Markup): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>natless: ${title}</title>
<style>${OWN_STYLE}</style>
</head>
<body>
${body}
<footer class="soft">Made by natless ${ownVersion()}.</footer>
<script>${OWN_SCRIPT}</script>
</body>
</html>
`.markup;
}

/** They come from this project: they are markup already, byte for byte as they are hashed. */
const OWN_STYLE: Markup = { markup: STYLE };
const OWN_SCRIPT: Markup = { markup: SCRIPT };

/** The page fetches and sends nothing, and runs no other style or script (CSP Level 3). */
const POLICY = [
  "default-src 'none'",
  `style-src '${hash(STYLE)}'`,
  `script-src '${hash(SCRIPT)}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

function hash(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
