/** A question to EC2 in its Query protocol: what is sent, and how answers of every kind are read. */
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { AttemptContext } from '../../../../lambda/probe/attempts/attempt.ts';
import { sendSigned } from '../../../../lambda/probe/attempts/signed-request.ts';
import { XML_LIMIT_BYTES } from '../../../../lambda/probe/limits.ts';
import { ec2Query } from '../../../../lambda/probe/witness/ec2-query.ts';
import type { XmlElement } from '../../../../lambda/report/xml.ts';

vi.mock('../../../../lambda/probe/attempts/signed-request.ts', () => ({ sendSigned: vi.fn() }));

const sent = vi.mocked(sendSigned);

/** Has EC2 give an answer, instead of a connection to it. */
function answering(body: string, statusCode = 200): void {
  sent.mockImplementation(async (_context, _request, read) => read(body, statusCode));
}

function ask(
  mode: AttemptContext['mode'] = 'ipv6',
  parameters: Record<string, string> = {},
): Promise<XmlElement> {
  const context = { mode, environment: { region: 'eu-central-1' } } as AttemptContext;
  return ec2Query(context, 'DescribeRouteTables', parameters);
}

async function errorOf(body: string, statusCode: number): Promise<{ code: unknown; message: string }> {
  answering(body, statusCode);
  return ask().then(
    () => expect.fail('the answer was taken'),
    (error) => ({ code: error.code, message: error.message }),
  );
}

beforeEach(() => {
  sent.mockReset();
});

describe('a question', () => {
  test.each([
    ['ipv6', 'ec2.eu-central-1.api.aws'],
    ['natural', 'ec2.eu-central-1.api.aws'],
    ['unchanged', 'ec2.eu-central-1.amazonaws.com'],
  ] as const)('in the mode %s goes to %s', async (mode, hostname) => {
    answering('<DescribeRouteTablesResponse/>');
    await ask(mode);
    expect(sent).toHaveBeenCalledWith(
      expect.objectContaining({ mode }),
      expect.objectContaining({ hostname, region: 'eu-central-1', service: 'ec2' }),
      expect.any(Function),
    );
  });

  test('is a form with the action, the API’s version and the parameters, in a request of that name', async () => {
    answering('<DescribeRouteTablesResponse/>');
    await ask('ipv6', { 'Filter.1.Name': 'vpc-id', 'Filter.1.Value.1': 'a&b=c' });
    const [, request] = sent.mock.calls[0] ?? [];
    expect(request).toMatchObject({
      operation: 'DescribeRouteTables',
      headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
      limitBytes: XML_LIMIT_BYTES,
    });
    expect([...new URLSearchParams(request?.body)]).toEqual([
      ['Action', 'DescribeRouteTables'],
      ['Version', '2016-11-15'],
      ['Filter.1.Name', 'vpc-id'],
      ['Filter.1.Value.1', 'a&b=c'],
    ]);
  });
});

describe('an answer', () => {
  test('with status 200 is its document', async () => {
    answering('<DescribeRouteTablesResponse><routeTableSet/></DescribeRouteTablesResponse>');
    expect(await ask()).toMatchObject({
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
  ])('with status %i and %s is an error with EC2’s code', async (status, inner, code, message) => {
    expect(await errorOf(error(inner), status)).toEqual({ code, message });
  });

  test.each([
    ['without a code', error('<Message>no code</Message>')],
    ['of another form', error('<Code>X</Code>', 'ErrorResponse')],
    ['without errors', '<Response/>'],
    ['with an empty list of errors', '<Response><Errors/></Response>'],
    ['that looks like a success', '<DescribeRouteTablesResponse/>'],
  ])('with an error status %s names no error', async (_, body) => {
    expect(await errorOf(body, 500)).toEqual({
      code: 'ResponseInvalid',
      message: 'EC2 answered something with status 500 that names no error',
    });
  });

  test.each([200, 502])('with status %i that is not XML is quoted, and not at length', async (status) => {
    expect(await errorOf('no XML here', status)).toEqual({
      code: 'ResponseInvalid',
      message: 'EC2 answered something not XML: "no XML here"',
    });
    expect((await errorOf('x'.repeat(1_000), status)).message).toBe(
      `EC2 answered something not XML: "${'x'.repeat(80)}"`,
    );
    expect((await errorOf('', status)).code).toBe('ResponseInvalid');
  });
});
