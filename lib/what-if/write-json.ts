/** Makes edits in the text of a template in JSON. */
import jsonc from 'jsonc-parser';
import { APPEND, type Edit } from '../lab/template/edits.ts';

/** @returns the text with the edits made, in the file's own indentation */
export function writeJson(text: string, edits: readonly Edit[]): string {
  const formattingOptions = { insertSpaces: !/\n\t/.test(text), tabSize: indentOf(text), eol: eolOf(text) };
  return edits.reduce((changed, { path, value }) => {
    const keys = path.map((key) => (key === APPEND ? -1 : /^\d+$/.test(key) ? Number(key) : key));
    const isArrayInsertion = path.at(-1) === APPEND;
    return jsonc.applyEdits(
      changed,
      jsonc.modify(changed, keys, value, { formattingOptions, isArrayInsertion }),
    );
  }, text);
}

function indentOf(text: string): number {
  return /\n( +)"/.exec(text)?.[1]?.length ?? 2;
}

export function eolOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}
