/** The id of the Availability Zone that the function runs in, from Lambda's metadata endpoint where there is one. */

const PATH = '/2026-01-15/metadata/execution-environment';

/** It is on the same machine. */
const TIMEOUT_MS = 500;

/** As EC2 writes them: `usw2-az1`. */
const ZONE_ID = /^[a-z0-9-]{3,24}$/;

/** Null where Lambda does not say it. Never throws (Lambda Developer Guide, "Using the Lambda metadata endpoint"). */
export async function zoneIdOf(variables: NodeJS.ProcessEnv, signal: AbortSignal): Promise<string | null> {
  const { AWS_LAMBDA_METADATA_API: host, AWS_LAMBDA_METADATA_TOKEN: token } = variables;
  if (!host || !token) return null;
  try {
    const answer = await fetch(`http://${host}${PATH}`, {
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    const { AvailabilityZoneID: id } = (await answer.json()) as { readonly AvailabilityZoneID?: unknown };
    return answer.ok && typeof id === 'string' && ZONE_ID.test(id) ? id : null;
  } catch {
    return null;
  }
}
