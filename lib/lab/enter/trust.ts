/** Where programs in the lab find its certificate authority. */

/** Exists only in the lab's mount namespace. */
export const CA_FILE = '/run/lab-ca.pem';

/** The variables by which Node, curl, Python and the AWS CLI find it. */
export const TRUST: Readonly<Record<string, string>> = {
  AWS_CA_BUNDLE: CA_FILE,
  NODE_EXTRA_CA_CERTS: CA_FILE,
  REQUESTS_CA_BUNDLE: CA_FILE,
  CURL_CA_BUNDLE: CA_FILE,
  SSL_CERT_FILE: CA_FILE,
};
