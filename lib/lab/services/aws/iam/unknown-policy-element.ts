/** The error of a policy that the evaluator cannot evaluate. */
import { UserError } from '../../../../user-error.ts';

/** A construct that the evaluator does not know: guessing its meaning would make every decision worthless. */
export class UnknownPolicyElement extends UserError {
  override readonly name = 'UnknownPolicyElement';
}

/** The error for one of a kind of elements, of which the evaluator knows some. */
export function unknownElement(
  place: string,
  what: string,
  known: readonly string[],
  fix: string,
): UnknownPolicyElement {
  return new UnknownPolicyElement(
    `${place}: the lab cannot evaluate ${what}, only ${known.join(', ')}: ${fix}`,
  );
}
