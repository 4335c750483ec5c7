/** Which variables of a template a function gets: those that cannot make the runtime run other code. Pure. */
import { ENV } from '../../../../lambda/report/stack-contract.ts';

type Variables = Readonly<Record<string, string>>;

const OWN = new Set<string>(Object.values(ENV));

/**
 * Settings of AWS's SDKs that are values, not files or commands (AWS SDKs and Tools Reference Guide, "Settings reference").
 * Not among them: Region and credentials, which the lab sets, and files, in which a profile may name a command.
 */
const OF_AWS = new Set([
  ...['AWS_USE_DUALSTACK_ENDPOINT', 'AWS_USE_FIPS_ENDPOINT', 'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'],
  ...[
    'AWS_STS_REGIONAL_ENDPOINTS',
    'AWS_S3_DISABLE_MULTIREGION_ACCESS_POINTS',
    'AWS_ACCOUNT_ID_ENDPOINT_MODE',
  ],
  ...['AWS_MAX_ATTEMPTS', 'AWS_RETRY_MODE', 'AWS_DEFAULTS_MODE', 'AWS_NODEJS_CONNECTION_REUSE_ENABLED'],
  ...['AWS_REQUEST_CHECKSUM_CALCULATION', 'AWS_RESPONSE_CHECKSUM_VALIDATION'],
  ...['AWS_DISABLE_REQUEST_COMPRESSION', 'AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES'],
  ...['AWS_EC2_METADATA_DISABLED', 'AWS_SDK_UA_APP_ID'],
]);

/** One for all services, and one for each (the same guide, "Service-specific endpoints"). */
const ENDPOINT_URL = /^AWS_ENDPOINT_URL(_[A-Z0-9_]+)?$/;

/** The option that troubleshooting.md recommends, and any number. Others load files. */
const NODE_OPTION = /^--network-family-autoselection-attempt-timeout=\d{1,6}$/;

export interface SortedVariables {
  readonly passed: Variables;
  /** The names of the others. */
  readonly leftOut: readonly string[];
}

export function sortVariables(variables: Variables): SortedVariables {
  const passed = Object.entries(variables).filter(isSafe);
  const names = new Set(passed.map(([name]) => name));
  return {
    passed: Object.fromEntries(passed),
    leftOut: Object.keys(variables).filter((name) => !names.has(name)),
  };
}

function isSafe([name, value]: [string, string]): boolean {
  // No process can have it in a variable.
  if (value.includes('\0')) return false;
  if (name === 'NODE_OPTIONS') return NODE_OPTION.test(value);
  return OWN.has(name) || OF_AWS.has(name) || ENDPOINT_URL.test(name);
}
