/** An inner process that answers as it is asked: with a result, an error of the user's, or a defect. */
import { serveInside } from '../../../lib/lab/session/spawn-inside.ts';
import { TemplateError } from '../../../lib/lab/template/template-error.ts';
import { UserError } from '../../../lib/user-error.ts';

interface Request {
  readonly result?: number;
  readonly user?: string;
  readonly template?: string;
  readonly defect?: string;
  readonly crash?: string;
}

serveInside<Request, number | undefined>(async ({ result, user, template, defect, crash }, { progress }) => {
  progress('working');
  if (crash !== undefined) {
    process.stderr.write(`${crash}\n`, () => process.exit(3));
    await new Promise(() => {});
  }
  if (user !== undefined) throw new UserError(user);
  if (template !== undefined) throw new TemplateError(template);
  if (defect !== undefined) throw new TypeError(defect);
  return result;
});
