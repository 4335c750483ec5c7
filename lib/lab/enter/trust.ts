/** Where commands in the lab find its certificate authority. */

/** Only the lab's mount namespace has it. */
export const CA_FILE = '/run/lab-ca.pem';

/** Whom to trust, by the names that Node, curl, Python and the AWS CLI know. */
export const TRUST: Readonly<Record<string, string>> = {
  AWS_CA_BUNDLE: CA_FILE,
  NODE_EXTRA_CA_CERTS: CA_FILE,
  REQUESTS_CA_BUNDLE: CA_FILE,
  CURL_CA_BUNDLE: CA_FILE,
  SSL_CERT_FILE: CA_FILE,
};
