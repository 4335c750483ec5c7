/** Finds the regular expressions in a source text. */
import { parseSync } from 'vite';

/** As they are written: literals, and calls of RegExp. */
export function patternsIn(source: string): string[] {
  const found: string[] = [];
  visit(parseSync('source.ts', source).program, ({ type, regex, callee, start, end }) => {
    const isCall = (type === 'NewExpression' || type === 'CallExpression') && callee?.name === 'RegExp';
    if (regex || isCall) found.push(source.slice(start, end));
  });
  return found;
}

interface SourceNode {
  readonly type?: string;
  readonly regex?: object;
  readonly callee?: { readonly name?: string };
  readonly start?: number;
  readonly end?: number;
}

function visit(node: unknown, see: (node: SourceNode) => void): void {
  if (typeof node !== 'object' || node === null) return;
  if ('type' in node) see(node as SourceNode);
  for (const child of Object.values(node)) visit(child, see);
}
