/** Changes to the policy statements of a template's roles, for worlds about IAM. */
import { resourcesOfType, type Template } from '../../template/template.ts';

export type Statement = Readonly<Record<string, unknown>>;

interface InlinePolicy {
  readonly PolicyName: string;
  readonly PolicyDocument: { readonly Statement: readonly Statement[] };
}

export function changeStatements(
  template: Template,
  change: (statements: readonly Statement[], policyName: string) => readonly Statement[],
): void {
  for (const [, role] of resourcesOfType(template, 'AWS::IAM::Role')) {
    const policies = (role.Properties?.Policies ?? []) as readonly InlinePolicy[];
    const changed = policies.map(({ PolicyName, PolicyDocument }) => ({
      PolicyName,
      PolicyDocument: { ...PolicyDocument, Statement: change(PolicyDocument.Statement, PolicyName) },
    }));
    role.Properties = { ...role.Properties, Policies: changed };
  }
}
