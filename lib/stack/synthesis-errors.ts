/** Which of the errors that end a synthesis a user can fix: what the CDK refuses, and files that it cannot use. */
import { Errors } from 'aws-cdk-lib/core';
import { fileProblem } from '../file-problem.ts';
import { UserError } from '../user-error.ts';

/** @returns the error itself where it is a defect, or a UserError already */
export function usersErrorFor(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if (isOfSystem(error))
    return new UserError(
      `a file or folder of the synthesis cannot be used (${fileProblem(error)}: "${error.path ?? error.message}"): check TMPDIR ("${process.env.TMPDIR ?? '/tmp'}"), the output folder, and the space and rights there`,
    );
  if (Errors.isAssumptionError(error)) return error;
  if (Errors.isConstructError(error) || error.name === 'CloudAssemblyError')
    return new UserError(`the CDK refuses the stack: ${error.message}`);
  if (error instanceof SyntaxError && /\bJSON\b/.test(error.message))
    return new UserError(`the context that the CDK hands over is not valid JSON (${error.message})`);
  return error;
}

/** Only errors of system calls name one. */
function isOfSystem(error: NodeJS.ErrnoException): error is NodeJS.ErrnoException {
  return error.syscall !== undefined;
}
