/** Reads a policy document as IAM returns it. Resources, principals and conditions stay out of the file. Pure. */
import type { VpcFile } from '../../vpc-file/vpc-file.ts';

export type Statements = NonNullable<VpcFile['managedPolicies']>[number]['statements'];

/**
 * Null for a document that cannot be read.
 * @param document JSON with percent signs (IAM API Reference, "GetPolicyVersion")
 */
export function statementsIn(document: string | undefined): Statements | null {
  try {
    const { Statement } = Object(JSON.parse(decodeURIComponent(document ?? ''))) as {
      readonly Statement?: unknown;
    };
    return Statement === undefined ? null : listOf(Statement).map(statementOf);
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof URIError) return null;
    throw error;
  }
}

function statementOf(statement: unknown): Statements[number] {
  const { Effect, Action, NotAction } = Object(statement) as Readonly<Record<string, unknown>>;
  const effect = Effect === 'Deny' ? 'Deny' : 'Allow';
  return NotAction === undefined
    ? { effect, actions: textsIn(Action) }
    : { effect, notActions: textsIn(NotAction) };
}

/** One item may stand without its list. */
function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

function textsIn(value: unknown): string[] {
  return listOf(value).filter((item) => typeof item === 'string');
}
