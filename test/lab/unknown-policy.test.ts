/** An assembly with a policy that the lab cannot evaluate: the command ends with one sentence, not with a stack trace. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, inject, onTestFinished, test } from 'vitest';
import { resourcesOfType, type Template } from '../../lib/lab/template/template.ts';
import { lab } from './lab-command.ts';

const refused = inject('labRefused');

/** The project's own assembly, with a statement more in the role of each probe. */
function assemblyWith(statement: object): { folder: string; roles: string[] } {
  const folder = mkdtempSync(join(tmpdir(), 'natless-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  cpSync(inject('assembly'), folder, { recursive: true });
  const file = join(folder, 'Natless.template.json');
  const template = JSON.parse(readFileSync(file, 'utf8')) as Template;
  const roles = resourcesOfType(template, 'AWS::IAM::Role');
  const policy = { PolicyName: 'Unknown', PolicyDocument: { Statement: [statement] } };
  for (const [, role] of roles) {
    const { Policies = [] } = (role.Properties ?? {}) as { Policies?: object[] };
    role.Properties = { ...role.Properties, Policies: [...Policies, policy] };
  }
  writeFileSync(file, JSON.stringify(template));
  return { folder, roles: roles.map(([logicalId]) => logicalId) };
}

describe.skipIf(refused !== null)('a policy that the lab cannot evaluate', () => {
  test('ends the command with a sentence that names resource, operator and fix', async () => {
    const Condition = { StringLikeIfExists: { 'aws:PrincipalArn': '*' } };
    const { folder, roles } = assemblyWith({ Effect: 'Allow', Action: 's3:*', Resource: '*', Condition });
    const { status, stdout, stderr } = await lab('--assembly', folder);
    const message = stderr.trimEnd().split('\n').at(-1) ?? '';
    const [, role, sentence] = /(\w+) \(AWS::IAM::Role\): (.*)$/.exec(message) ?? [];
    expect(roles).toContain(role);
    expect(sentence).toBe(
      'policy "Unknown", statement 0: the lab cannot evaluate the condition operator "StringLikeIfExists", only IpAddress, NotIpAddress, StringEquals, StringNotEquals, ArnEquals, ArnLike, Null, ForAllValues:StringEquals: use one of these, or remove the condition',
    );
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(stdout).toBe('');
    expect(status).toBe(2);
  });
});
