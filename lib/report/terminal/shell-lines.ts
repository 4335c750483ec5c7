/** A command as a shell takes it, so that it can be copied: a long one goes on after a backslash. Pure. */
export function shellLines(command: string, columns: number, indent: string): string {
  const line = `${indent}${command}`;
  return line.length <= columns ? line : line.replaceAll(' --', ` \\\n${indent}  --`);
}
