/** The names of a service that its interface endpoint takes over where private DNS is on. */

/** Services whose names are not `SERVICE.REGION.amazonaws.com` (the services' pages on AWS PrivateLink). */
const EXCEPTIONS: Readonly<Record<string, readonly string[]>> = {
  'ecr.api': ['api.ecr.{region}.amazonaws.com'],
  'ecr.dkr': ['*.dkr.ecr.{region}.amazonaws.com'],
  'execute-api': ['*.execute-api.{region}.amazonaws.com'],
  s3: ['s3.{region}.amazonaws.com', '*.s3.{region}.amazonaws.com'],
  s3vectors: ['s3vectors.{region}.api.aws'],
};

/** @returns null for a service of several parts that is not in the table: its names cannot be guessed */
export function privateDnsNames(service: string, region: string): readonly string[] | null {
  const known = Object.hasOwn(EXCEPTIONS, service) ? EXCEPTIONS[service] : undefined;
  if (!known && service.includes('.')) return null;
  return (known ?? [`${service}.{region}.amazonaws.com`]).map((name) => name.replace('{region}', region));
}
