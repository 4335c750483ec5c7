/** Where the cursor stands when natless writes beside another program, on a terminal. */
import { expect, test } from 'vitest';
import { Output } from '../../lib/cli/output.ts';
import { createProgress } from '../../lib/cli/progress.ts';

/** A terminal of ten columns, with the two sequences that the output uses. */
function smallTerminal(): { screen: () => string[]; stream: ConstructorParameters<typeof Output>[0] } {
  const columns = 10;
  const lines = [''];
  let column = 0;
  const put = (character: string) => {
    if (column === columns) {
      lines.push('');
      column = 0;
    }
    const line = (lines.at(-1) ?? '').padEnd(column);
    lines[lines.length - 1] = line.slice(0, column) + character + line.slice(column + 1);
    column += 1;
  };
  const write = (text: string) => {
    for (const part of text.replaceAll('\r\u001b[2K', '\r').split(/([\r\n])/)) {
      if (part === '\n') lines.push('');
      if (part === '\r') lines[lines.length - 1] = '';
      if (part === '\n' || part === '\r') column = 0;
      else [...part].forEach(put);
    }
  };
  return { screen: () => lines.map((line) => line.trimEnd()), stream: { write, isTTY: true, columns } };
}

test.each([
  ['', ['note', '']],
  ['done\n', ['done', 'note', '']],
  ['half', ['half', 'note', '']],
  ['0123456789', ['0123456789', 'note', '']],
])('a fresh line after %j keeps what is there, and adds no empty line', (before, expected) => {
  const { screen, stream } = smallTerminal();
  stream.write(before);
  const output = new Output(stream);
  output.freshLine();
  output.write('note\n');
  expect(screen()).toEqual(expected);
});

test('a fresh line writes nothing where there is no terminal', () => {
  const written: string[] = [];
  new Output({ write: (text) => written.push(text) }).freshLine();
  expect(written).toEqual([]);
});

test('progress that is done leaves alone what a program has written since', () => {
  const { screen, stream } = smallTerminal();
  const { step, done } = createProgress(new Output(stream));
  step('building');
  done();
  stream.write('result');
  done();
  expect(screen()).toEqual(['result']);
});
