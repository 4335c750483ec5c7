/** Something that the user can change: the machine or the arguments. The lab ends with status 2. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
}
