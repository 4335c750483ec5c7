/** How AWS's protocols express errors: status, code and body, as the services document them. */
import { randomUUID } from 'node:crypto';
import { AwsError, type ErrorForm, type SignatureFault } from './aws-stand-in.ts';
import { xmlDocument } from './xml.ts';

const SIGNATURE_MISMATCH =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.';
const INVALID_TOKEN = 'The security token included in the request is invalid.';
const EXPIRED_TOKEN = 'The security token included in the request is expired';

type SignatureErrors = Readonly<Record<SignatureFault, AwsError>>;

function signatureErrors(
  errors: Readonly<Record<SignatureFault, readonly [status: number, code: string, message: string]>>,
): SignatureErrors {
  const built = Object.entries(errors).map(([fault, error]) => [fault, new AwsError(...error)]);
  return Object.fromEntries(built) as SignatureErrors;
}

/** Amazon S3 API Reference, Error responses. */
export const s3Errors: ErrorForm = {
  requestIdHeader: 'x-amz-request-id',
  quoteResource: (resource) => `"${resource}"`,
  denied: (explanation) => new AwsError(403, 'AccessDenied', explanation),
  respond: ({ status, code, message }, requestId) => ({
    status,
    headers: { 'content-type': 'application/xml', 'x-amz-id-2': randomUUID() },
    body: xmlDocument('Error', null, { Code: code, Message: message, RequestId: requestId }),
  }),
  signatureErrors: signatureErrors({
    unsigned: [403, 'AccessDenied', 'Access Denied'],
    'unknown-access-key': [
      403,
      'InvalidAccessKeyId',
      'The AWS Access Key Id you provided does not exist in our records.',
    ],
    'wrong-token': [400, 'InvalidToken', 'The provided token is malformed or otherwise invalid.'],
    'expired-token': [400, 'ExpiredToken', 'The provided token has expired.'],
    'clock-skew': [
      403,
      'RequestTimeTooSkewed',
      'The difference between the request time and the current time is too large.',
    ],
    'wrong-signature': [403, 'SignatureDoesNotMatch', SIGNATURE_MISMATCH],
    'wrong-content-hash': [
      400,
      'XAmzContentSHA256Mismatch',
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    ],
  }),
};

/** AWS JSON protocols: DynamoDB answers 400 where the others answer 403 (DynamoDB Developer Guide, Error handling). */
function jsonErrors(deniedStatus: number, respond: ErrorForm['respond']): ErrorForm {
  return {
    requestIdHeader: 'x-amzn-requestid',
    denied: (explanation) => new AwsError(deniedStatus, 'AccessDeniedException', explanation),
    respond,
    signatureErrors: signatureErrors({
      unsigned: [deniedStatus, 'MissingAuthenticationTokenException', 'Missing Authentication Token'],
      'unknown-access-key': [deniedStatus, 'UnrecognizedClientException', INVALID_TOKEN],
      'wrong-token': [deniedStatus, 'UnrecognizedClientException', INVALID_TOKEN],
      'expired-token': [deniedStatus, 'ExpiredTokenException', EXPIRED_TOKEN],
      'clock-skew': [deniedStatus, 'InvalidSignatureException', 'Signature expired or not yet current'],
      'wrong-signature': [deniedStatus, 'InvalidSignatureException', SIGNATURE_MISMATCH],
      'wrong-content-hash': [deniedStatus, 'InvalidSignatureException', SIGNATURE_MISMATCH],
    }),
  };
}

/** AWS JSON 1.0: the code is in the body, behind a namespace. */
export const dynamoDbErrors = jsonErrors(400, ({ status, code, message }) => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.0' },
  body: JSON.stringify({ __type: `com.amazon.coral.service#${code}`, message }),
}));

/** AWS JSON 1.1, as Amazon ECR uses it. */
export const ecrErrors = jsonErrors(400, ({ status, code, message }) => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.1' },
  body: JSON.stringify({ __type: code, message }),
}));

/** AWS restJson1: the code is in a header. */
export const restJsonErrors = jsonErrors(403, ({ status, code, message }) => ({
  status,
  headers: { 'content-type': 'application/json', 'x-amzn-errortype': code },
  body: JSON.stringify({ message }),
}));

/** AWS STS API Reference, Common errors. */
export const queryErrors: ErrorForm = {
  requestIdHeader: 'x-amzn-requestid',
  denied: (explanation) => new AwsError(403, 'AccessDenied', explanation),
  respond: ({ status, code, message }, requestId) => ({
    status,
    headers: { 'content-type': 'text/xml' },
    body: xmlDocument('ErrorResponse', 'https://sts.amazonaws.com/doc/2011-06-15/', {
      Error: { Type: 'Sender', Code: code, Message: message },
      RequestId: requestId,
    }),
  }),
  signatureErrors: signatureErrors({
    unsigned: [403, 'MissingAuthenticationToken', 'Request is missing Authentication Token'],
    'unknown-access-key': [403, 'InvalidClientTokenId', INVALID_TOKEN],
    'wrong-token': [403, 'InvalidClientTokenId', INVALID_TOKEN],
    'expired-token': [403, 'ExpiredToken', EXPIRED_TOKEN],
    'clock-skew': [403, 'SignatureDoesNotMatch', 'Signature expired or not yet current'],
    'wrong-signature': [403, 'SignatureDoesNotMatch', SIGNATURE_MISMATCH],
    'wrong-content-hash': [403, 'SignatureDoesNotMatch', SIGNATURE_MISMATCH],
  }),
};

/** Amazon EC2 API Reference, Error codes. */
export const ec2Errors: ErrorForm = {
  requestIdHeader: 'x-amzn-requestid',
  denied: (explanation) =>
    new AwsError(
      403,
      'UnauthorizedOperation',
      `You are not authorized to perform this operation. ${explanation}`,
    ),
  respond: ({ status, code, message }, requestId) => ({
    status,
    headers: { 'content-type': 'text/xml;charset=UTF-8' },
    body: xmlDocument('Response', null, {
      Errors: { Error: { Code: code, Message: message } },
      RequestID: requestId,
    }),
  }),
  signatureErrors: signatureErrors({
    unsigned: [400, 'MissingParameter', 'The request must contain the parameter AWSAccessKeyId'],
    'unknown-access-key': [
      401,
      'AuthFailure',
      'AWS was not able to validate the provided access credentials',
    ],
    'wrong-token': [401, 'AuthFailure', 'AWS was not able to validate the provided access credentials'],
    'expired-token': [400, 'RequestExpired', 'Request has expired.'],
    'clock-skew': [400, 'RequestExpired', 'Request has expired.'],
    'wrong-signature': [403, 'SignatureDoesNotMatch', SIGNATURE_MISMATCH],
    'wrong-content-hash': [403, 'SignatureDoesNotMatch', SIGNATURE_MISMATCH],
  }),
};
