/** Which variables of a stranger's template reach the probe. */
import { expect, test } from 'vitest';
import { ENV } from '../../../../lambda/report/stack-contract.ts';
import { sortVariables } from '../../../../lib/lab/run/start/safe-variables.ts';

const SAFE: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.values(ENV).map((name) => [name, 'any'])),
  AWS_USE_DUALSTACK_ENDPOINT: 'true',
  AWS_MAX_ATTEMPTS: '1',
  AWS_ENDPOINT_URL: 'https://sts.us-west-2.api.aws',
  AWS_ENDPOINT_URL_S3: 'https://s3.dualstack.us-west-2.amazonaws.com',
  NODE_OPTIONS: '--network-family-autoselection-attempt-timeout=2000',
};

test('what the stack sets passes, and the values of AWS’s SDKs', () => {
  expect(sortVariables(SAFE)).toEqual({ passed: SAFE, leftOut: [] });
});

test.each([
  ['NODE_OPTIONS', '--require /var/task/evil.cjs'],
  ['NODE_OPTIONS', '--network-family-autoselection-attempt-timeout=2000 --import data:text/javascript,evil'],
  ['NODE_OPTIONS', '--network-family-autoselection-attempt-timeout=2000\n--import x'],
  ['NODE_OPTIONS', ''],
  ['NODE_EXTRA_CA_CERTS', '/var/task/evil.pem'],
  ['NODE_PATH', '/var/task'],
  ['NODE_TLS_REJECT_UNAUTHORIZED', '0'],
  ['NODE_COMPILE_CACHE', '/var/task/cache'],
  ['LD_PRELOAD', '/var/task/evil.so'],
  ['LD_LIBRARY_PATH', '/var/task'],
  ['GCONV_PATH', '/var/task'],
  ['OPENSSL_CONF', '/var/task/openssl.cnf'],
  ['AWS_LAMBDA_EXEC_WRAPPER', '/var/task/wrapper'],
  ['AWS_LAMBDA_RUNTIME_API', '/var/task/socket'],
  ['AWS_CONFIG_FILE', '/var/task/config'],
  ['AWS_SHARED_CREDENTIALS_FILE', '/var/task/credentials'],
  ['AWS_PROFILE', 'evil'],
  ['AWS_CA_BUNDLE', '/var/task/evil.pem'],
  ['AWS_ENDPOINT_URL_s3', 'https://evil.example'],
  ['AWS_ACCESS_KEY_ID', 'AKIA'],
  ['AWS_REGION', 'eu-west-1'],
  ['LAMBDA_TASK_ROOT', '/tmp'],
  ['_HANDLER', 'evil.handler'],
  ['PATH', '/var/task'],
  ['HTTPS_PROXY', 'http://evil.example'],
  ['__proto__', 'x'],
  ['UNKNOWN', 'x'],
  [ENV.vpcId, 'vpc-1\0'],
])('%s=%j does not', (name, value) => {
  const given = Object.fromEntries([[name, value], ...Object.entries({ [ENV.subnetId]: 'subnet-1' })]);
  expect(sortVariables(given)).toEqual({ passed: { [ENV.subnetId]: 'subnet-1' }, leftOut: [name] });
});
