/** Common programs inside a private subnet: curl, Python and the AWS CLI, as Debian packages them. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, inject, test } from 'vitest';
import { resourcesOfType, type Template } from '../../lib/lab/template/template.ts';
import { startNatless } from '../command.ts';
import { needProgram } from '../need-program.ts';

const refused = inject('labRefused');

const folder = mkdtempSync(join(tmpdir(), 'natless-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

function exec(command: readonly string[], assembly = inject('assembly')) {
  return startNatless(['exec', '--assembly', assembly, '--', ...command]);
}

/** The stack, with a role that may do anything with S3. */
function generousAssembly(): string {
  const assembly = join(folder, 'assembly');
  cpSync(inject('assembly'), assembly, { recursive: true });
  const file = join(assembly, 'Natless.template.json');
  const template = JSON.parse(readFileSync(file, 'utf8')) as Template;
  const Statement = [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }];
  const policy = { PolicyName: 'Generous', PolicyDocument: { Version: '2012-10-17', Statement } };
  for (const [, role] of resourcesOfType(template, 'AWS::IAM::Role')) {
    const { Policies = [] } = (role.Properties ?? {}) as { Policies?: object[] };
    role.Properties = { ...role.Properties, Policies: [...Policies, policy] };
  }
  writeFileSync(file, JSON.stringify(template));
  return assembly;
}

describe.skipIf(refused !== null)('exec runs', () => {
  describe('curl', () => {
    needProgram('curl');

    test("which prints the interface's own address", async () => {
      const { stdout, status } = await exec(['curl', '-s', 'https://ifconfig.me/ip']);
      expect(stdout).toMatch(/^2001:db8:1234:1a08::4\s*$/);
      expect(status).toBe(0);
    });
  });

  describe('Python', () => {
    needProgram('python3');

    test("as the article's function does", async () => {
      const script = "import urllib.request as u; print(u.urlopen('http://ifconfig.me/', timeout=10).read())";
      expect((await exec(['python3', '-c', script])).stdout).toMatch(/^b'2001:db8:1234:1a08::4/);
    });
  });

  describe('the AWS CLI', () => {
    needProgram('aws');

    test('which lists the bucket over the dual-stack endpoint', async () => {
      const { stdout } = await exec(['env', 'AWS_USE_DUALSTACK_ENDPOINT=true', 'aws', 's3', 'ls']);
      expect(stdout).toMatch(/natless-targetbucket/);
    });

    test('which cannot connect without it', async () => {
      const { status, stdout, stderr } = await exec([
        'env',
        'AWS_MAX_ATTEMPTS=1',
        ...['aws', 's3', 'ls', '--cli-connect-timeout', '2'],
      ]);
      expect(stdout).toBe('');
      expect(stderr).toContain('Connect timeout on endpoint URL: "https://s3.us-west-2.amazonaws.com/"');
      expect(stderr).toMatch(/^s3\.us-west-2\.amazonaws\.com .*:443 dropped: no route/m);
      expect(status).not.toBe(0);
    });

    test('which copies to a bucket and back, large objects in parts, and removes', async () => {
      const script = [
        'set -e',
        'export AWS_USE_DUALSTACK_ENDPOINT=true',
        "bucket=$(aws s3 ls | awk '{ print $3 }')",
        `cd ${folder}`,
        'head -c 9000000 /dev/urandom > large',
        'echo small > small',
        'aws s3 cp --quiet small s3://$bucket/folder/small',
        'aws s3 cp --quiet large s3://$bucket/folder/large',
        'aws s3 ls s3://$bucket/folder/',
        'aws s3 cp --quiet s3://$bucket/folder/large back',
        'cmp large back && echo the same',
        'aws s3 cp s3://$bucket/folder/small -',
        'aws s3 rm --quiet --recursive s3://$bucket/folder/',
        'aws s3 ls s3://$bucket/folder/ || echo nothing left',
      ].join('\n');
      const { stdout, stderr } = await exec(['sh', '-c', script], generousAssembly());
      expect(stderr).not.toMatch(/failed/);
      expect(stdout.split('\n').map((line) => line.replace(/^[\d-]+ [\d:]+ +/, ''))).toEqual([
        '9000000 large',
        '6 small',
        'the same',
        'small',
        'nothing left',
        '',
      ]);
      expect(stderr).toMatch(/over the egress-only internet gateway/);
    });
  });
});
