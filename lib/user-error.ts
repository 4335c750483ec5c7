/**
 * What a person can fix: the arguments, the settings, a file, the machine, the account. The message is one sentence
 * that quotes the value and says what would be right; a command prints only that. Every other error is a defect, and a
 * command prints its stack.
 */
export class UserError extends Error {
  override readonly name: string = 'UserError';
}
