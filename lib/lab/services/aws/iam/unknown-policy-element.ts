/** The error of a policy that the evaluator cannot judge. */
import { UserError } from '../../../../user-error.ts';

/** A construct that the evaluator does not know: to guess its meaning would make every decision worthless. */
export class UnknownPolicyElement extends UserError {}
