/** A question to EC2 in its Query protocol: what is sent, and how answers of every kind are read. */
import { describe, expect, test } from 'vitest';
import type { ProbeEnvironment } from '../../../../lambda/probe/environment.ts';
import { XML_LIMIT_BYTES } from '../../../../lambda/probe/limits.ts';
import { ec2Request, readEc2Answer } from '../../../../lambda/probe/witness/ec2-protocol.ts';
import type { Mode } from '../../../../lambda/report/vocabulary.ts';

function question(mode: Mode, parameters: Record<string, string> = {}) {
  const environment = { region: 'eu-central-1' } as ProbeEnvironment;
  return ec2Request({ mode, environment }, 'DescribeRouteTables', parameters);
}

function errorOf(body: string, statusCode: number): { code: unknown; message: string } {
  try {
    readEc2Answer(body, statusCode);
  } catch (error) {
    const { code, message } = error as Error & { code: unknown };
    return { code, message };
  }
  return expect.fail('the answer was taken');
}

describe('a question', () => {
  test.each([
    ['ipv6', 'ec2.eu-central-1.api.aws'],
    ['natural', 'ec2.eu-central-1.api.aws'],
    ['unchanged', 'ec2.eu-central-1.amazonaws.com'],
  ] as const)('in the mode %s goes to %s', (mode, hostname) => {
    expect(question(mode)).toMatchObject({ hostname, region: 'eu-central-1', service: 'ec2' });
  });

  test('is a form with the action, the API’s version and the parameters, in a request of that name', () => {
    const request = question('ipv6', { 'Filter.1.Name': 'vpc-id', 'Filter.1.Value.1': 'a&b=c' });
    expect(request).toMatchObject({
      operation: 'DescribeRouteTables',
      headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
      limitBytes: XML_LIMIT_BYTES,
    });
    expect([...new URLSearchParams(request.body)]).toEqual([
      ['Action', 'DescribeRouteTables'],
      ['Version', '2016-11-15'],
      ['Filter.1.Name', 'vpc-id'],
      ['Filter.1.Value.1', 'a&b=c'],
    ]);
  });
});

describe('an answer', () => {
  test('with status 200 is its document', () => {
    const body = '<DescribeRouteTablesResponse><routeTableSet/></DescribeRouteTablesResponse>';
    expect(readEc2Answer(body, 200)).toMatchObject({
      name: 'DescribeRouteTablesResponse',
      children: [{ name: 'routeTableSet' }],
    });
  });

  const error = (inner: string, root = 'Response') =>
    `<${root}><Errors><Error>${inner}</Error></Errors></${root}>`;

  test.each([
    [
      403,
      '<Code>UnauthorizedOperation</Code><Message>You may not</Message>',
      'UnauthorizedOperation',
      'You may not',
    ],
    [503, '<Code>RequestLimitExceeded</Code>', 'RequestLimitExceeded', 'no message'],
    [400, '<Code>Blocked</Code><Message/>', 'Blocked', 'no message'],
    [201, '<Code>Odd</Code><Message>created</Message>', 'Odd', 'created'],
  ])('with status %i and %s is an error with EC2’s code', (status, inner, code, message) => {
    expect(errorOf(error(inner), status)).toEqual({ code, message });
  });

  test.each([
    ['without a code', error('<Message>no code</Message>')],
    ['of another form', error('<Code>X</Code>', 'ErrorResponse')],
    ['without errors', '<Response/>'],
    ['with an empty list of errors', '<Response><Errors/></Response>'],
    ['that looks like a success', '<DescribeRouteTablesResponse/>'],
  ])('with an error status %s names no error', (_, body) => {
    expect(errorOf(body, 500)).toEqual({
      code: 'ResponseInvalid',
      message: 'EC2 answered something with status 500 that names no error',
    });
  });

  test.each([200, 502])('with status %i that is not XML is quoted, and not at length', (status) => {
    expect(errorOf('no XML here', status)).toEqual({
      code: 'ResponseInvalid',
      message: 'EC2 answered something not XML: "no XML here"',
    });
    expect(errorOf('x'.repeat(1_000), status).message).toBe(
      `EC2 answered something not XML: "${'x'.repeat(80)}"`,
    );
    expect(errorOf('', status).code).toBe('ResponseInvalid');
  });
});
