/** One request in EC2's Query protocol, whose answers are XML. */
import { parseXML } from '@aws-sdk/xml-builder';
import type { AttemptContext } from '../attempts/attempt.ts';
import { sendSigned } from '../attempts/signed-request.ts';
import { XML_LIMIT_BYTES } from '../limits.ts';

/** The version of EC2's API that every SDK uses. */
const API_VERSION = '2016-11-15';

/** The answer's document as plain objects; a list of one stands as its only element. */
export type XmlDocument = Readonly<Record<string, unknown>>;

/** @throws an error whose `code` is EC2's own (`UnauthorizedOperation`), or `ResponseInvalid` for what is no XML */
export function ec2Query(
  context: AttemptContext,
  action: string,
  parameters: Readonly<Record<string, string>>,
): Promise<XmlDocument> {
  const { region } = context.environment;
  const request = {
    operation: action,
    service: 'ec2',
    region,
    // `ec2.REGION.amazonaws.com` has no IPv6; `api.aws` is EC2's dual-stack name.
    hostname: context.mode === 'unchanged' ? `ec2.${region}.amazonaws.com` : `ec2.${region}.api.aws`,
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    body: new URLSearchParams({ Action: action, Version: API_VERSION, ...parameters }).toString(),
    limitBytes: XML_LIMIT_BYTES,
  };
  return sendSigned(context, request, (body, statusCode) => {
    const document = readDocument(body);
    if (statusCode !== 200) throw serviceError(document, statusCode);
    return document;
  });
}

function readDocument(text: string): XmlDocument {
  try {
    return parseXML(text);
  } catch {
    throw invalid(`not XML: "${text.slice(0, 80)}"`);
  }
}

/** EC2's errors: `Response`, `Errors`, `Error` with a code and a message (Amazon EC2 API Reference, Error codes). */
function serviceError(document: XmlDocument, statusCode: number): Error {
  const { Code, Message } = (document as Ec2Errors).Response?.Errors?.Error ?? {};
  if (Code === undefined) return invalid(`with status ${statusCode} that names no error`);
  return Object.assign(new Error(Message ?? 'no message'), { code: Code });
}

interface Ec2Errors {
  readonly Response?: {
    readonly Errors?: { readonly Error?: { readonly Code?: string; readonly Message?: string } };
  };
}

function invalid(message: string): Error {
  return Object.assign(new Error(`EC2 answered something ${message}`), { code: 'ResponseInvalid' });
}
