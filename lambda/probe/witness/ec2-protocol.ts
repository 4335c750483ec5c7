/** EC2's Query protocol: a question as a form, and its answer in XML. Pure. */

import { hostInPartition } from '../../report/partitions.ts';
import { childIn, readXml, textIn, type XmlElement } from '../../report/xml.ts';
import type { AttemptContext } from '../attempts/attempt.ts';
import type { SignedRequest } from '../attempts/signed-request.ts';
import { XML_LIMIT_BYTES } from '../limits.ts';

/** The version of EC2's API that every SDK uses. */
const API_VERSION = '2016-11-15';

export function ec2Request(
  { mode, environment: { region } }: Pick<AttemptContext, 'mode' | 'environment'>,
  action: string,
  parameters: Readonly<Record<string, string>>,
): SignedRequest {
  return {
    operation: action,
    service: 'ec2',
    region,
    // `ec2.REGION.amazonaws.com` has no IPv6; `api.aws` is EC2's dual-stack name.
    hostname: hostInPartition(`ec2.${region}.${mode === 'unchanged' ? 'amazonaws.com' : 'api.aws'}`, region),
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    body: new URLSearchParams({ Action: action, Version: API_VERSION, ...parameters }).toString(),
    limitBytes: XML_LIMIT_BYTES,
  };
}

/** @throws an error whose `code` is EC2's own (`UnauthorizedOperation`), or `ResponseInvalid` for anything but XML */
export function readEc2Answer(body: string, statusCode: number): XmlElement {
  const root = readDocument(body);
  if (statusCode !== 200) throw serviceError(root, statusCode);
  return root;
}

/**
 * By this project's own reader: the SDK's parser is internal to it, and fast-xml-parser would add 63 KB to the 30 KB that
 * every run loads.
 */
function readDocument(text: string): XmlElement {
  try {
    return readXml(text);
  } catch {
    throw invalid(`not XML: "${text.slice(0, 80)}"`);
  }
}

/** EC2's errors: `Response`, `Errors`, `Error` with a code and a message (Amazon EC2 API Reference, Error codes). */
function serviceError(root: XmlElement, statusCode: number): Error {
  const error = root.name === 'Response' ? childIn(childIn(root, 'Errors'), 'Error') : undefined;
  const code = textIn(error, 'Code');
  if (code === undefined) return invalid(`with status ${statusCode} that names no error`);
  return Object.assign(new Error(textIn(error, 'Message') ?? 'no message'), { code });
}

function invalid(message: string): Error {
  return Object.assign(new Error(`EC2 answered something ${message}`), { code: 'ResponseInvalid' });
}
