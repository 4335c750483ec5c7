/** The lines of lib/report/languages.ts, run as they are written, in a private subnet without a way out over IPv4. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeEach, describe, expect, inject, test } from 'vitest';
import { LANGUAGES } from '../../lib/report/languages.ts';
import { startNatless } from '../command.ts';
import { needProgram } from '../need-program.ts';

const refused = inject('labRefused');
const { javascript, python, cli, config, environment } = LANGUAGES;

const CLIENT_S3 = join(
  import.meta.dirname,
  ...['..', '..', 'node_modules', '@aws-sdk', 'client-s3', 'dist-cjs', 'index.js'],
);

function exec(...command: readonly string[]) {
  return startNatless(['exec', '--assembly', inject('assembly'), '--', ...command]);
}

function expectIpv6({ stdout, stderr }: { readonly stdout: string; readonly stderr: string }): void {
  expect(stdout).toContain('natless-targetbucket');
  expect(stderr).toMatch(/s3\.dualstack\.us-west-2\.amazonaws\.com .*over the egress-only internet gateway/);
}

describe.skipIf(refused !== null)('buckets are listed over IPv6', () => {
  describe('from JavaScript', () => {
    const script = (client: string) =>
      [
        `import { S3Client, ListBucketsCommand } from '${CLIENT_S3}';`,
        `console.log((await (${client}).send(new ListBucketsCommand({}))).Buckets);`,
      ].join('\n');
    const node = (client: string) => [process.execPath, '--input-type=module', '-e', script(client)];

    test('by one client', async () => {
      expectIpv6(await exec(...node(javascript.client)));
    });

    test('by all clients', async () => {
      expectIpv6(await exec('env', javascript.all, ...node('new S3Client({})')));
    });

    test('and are not without the line', async () => {
      const client = 'new S3Client({ maxAttempts: 1, requestHandler: { connectionTimeout: 1_500 } })';
      const { status, stdout, stderr } = await exec(...node(client));
      expect({ stdout, failed: status !== 0 }).toEqual({ stdout: '', failed: true });
      expect(stderr).toMatch(/time(d )?out/i);
      expect(stderr).not.toContain('egress-only');
    });
  });

  describe('from Python', () => {
    beforeEach((context) => {
      if (spawnSync('python3', ['-c', 'import boto3']).status !== 0) context.skip('this needs boto3');
    });
    const script = (client: string) =>
      [
        'import boto3',
        'from botocore.config import Config',
        `print(${client}.list_buckets()['Buckets'])`,
      ].join('\n');

    test('by one client', async () => {
      expectIpv6(await exec('python3', '-c', script(python.client)));
    });

    test('by all clients', async () => {
      expectIpv6(await exec('env', python.all, 'python3', '-c', script("boto3.client('s3')")));
    });

    test('and are not without the line', async () => {
      const client =
        "boto3.client('s3', config=Config(connect_timeout=1, retries={'total_max_attempts': 1}))";
      const { stdout, stderr } = await exec('python3', '-c', script(client));
      expect(stdout).toBe('');
      expect(stderr).toContain('Connect timeout on endpoint URL: "https://s3.us-west-2.amazonaws.com/"');
    });
  });

  describe('from the AWS CLI', () => {
    needProgram('aws');
    const withFile = (...lines: readonly string[]) =>
      ['export AWS_CONFIG_FILE=$(mktemp)', ...lines, 'aws s3 ls'].join('\n');

    test.each([
      ['by one command', cli.client],
      ['by all commands', withFile(cli.all)],
      ['by the variable', `export ${environment.all}\naws s3 ls`],
      ['by the shared config file', withFile(`echo '${config.all}' > $AWS_CONFIG_FILE`)],
      [
        'by a profile of that file',
        withFile(`echo '${config.client.replace('NAME', 'v6')}' > $AWS_CONFIG_FILE`, 'export AWS_PROFILE=v6'),
      ],
    ])('%s', async (_, script) => {
      expectIpv6(await exec('sh', '-c', script));
    });
  });
});
