/** A construct that the evaluator does not know: to guess its meaning would make every decision worthless. */
export class UnknownPolicyElement extends Error {}
