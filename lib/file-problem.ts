/** What is wrong with a file, in words: Node's errors name system calls and codes. */
import { lookUp } from '../lambda/report/look-up.ts';

/** What follows "it cannot be read:" or "it cannot be written:". */
const PROBLEMS_BY_CODE: Readonly<Record<string, string>> = {
  EISDIR: 'it is a folder: name a file',
  ENOTDIR: 'a part of its path is a file, and not a folder',
  EACCES: 'you have no right to it',
  EPERM: 'the system does not allow it',
  EROFS: 'its file system is read-only',
  ENOSPC: 'no space is left on its disk',
  EDQUOT: 'your share of its disk is used up',
  ENAMETOOLONG: 'its name is too long',
  ELOOP: 'its symbolic links lead in a circle',
  ETXTBSY: 'it is a program that runs',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
  ENXIO: 'it is a pipe that nothing reads: start its reader first',
};

/** @param what was tried: where a file cannot be written because something is absent, that is its folder */
export function fileProblem(error: unknown, what: 'read' | 'written' = 'read'): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT')
    return what === 'read' ? 'there is no file of that name' : 'there is no folder of that name';
  return lookUp(PROBLEMS_BY_CODE, code) ?? message;
}

/** @throws SyntaxError */
export function parsedJson(text: string): unknown {
  if (text.trim() === '') throw new SyntaxError('it is empty');
  return JSON.parse(text);
}
