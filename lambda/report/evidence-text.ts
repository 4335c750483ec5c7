/** How much of a stranger's text gets into the evidence. Whatever reads it later, a pattern above all, reads only that much. */
import { plainText } from './plain-text.ts';

/** IAM's denials name their reason last, after a session of at most 1,200 characters and a resource of at most 2,048. */
const MESSAGE_LIMIT_CHARACTERS = 4_096;

/** AWS's error names and Node's error codes have at most half of it. */
const CODE_LIMIT_CHARACTERS = 128;

/** For names of operations and hosts, request ids, and what EC2 calls gateways. */
const NAME_LIMIT_CHARACTERS = 512;

export function messageText(message: unknown): string {
  return plain(message, MESSAGE_LIMIT_CHARACTERS);
}

export function codeText(code: unknown): string {
  return plain(code, CODE_LIMIT_CHARACTERS);
}

export function nameText(name: unknown): string {
  return plain(name, NAME_LIMIT_CHARACTERS);
}

/** A service may answer with something else where a text belongs. */
function plain(value: unknown, limit: number): string {
  return typeof value === 'string' ? plainText(value, limit) : '(not a text)';
}
