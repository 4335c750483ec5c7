/**
 * The function's credentials, which Lambda puts into the environment. The bundle has this instead of the SDK's default
 * chain, whose other providers (profiles, SSO, container and instance metadata) would be an eighth of the asset.
 */

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** @throws an error with the code of the SDK's own chain where there are none */
export function environmentCredentials(): Credentials {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
  if (AWS_ACCESS_KEY_ID && AWS_SECRET_ACCESS_KEY) {
    return {
      accessKeyId: AWS_ACCESS_KEY_ID,
      secretAccessKey: AWS_SECRET_ACCESS_KEY,
      ...(AWS_SESSION_TOKEN ? { sessionToken: AWS_SESSION_TOKEN } : {}),
    };
  }
  throw Object.assign(new Error('the function has no credentials in its environment'), {
    code: 'CredentialsProviderError',
  });
}

/** What the SDK's clients import from `@aws-sdk/credential-provider-node`, which the bundle replaces by this module. */
export const defaultProvider = () => async () => environmentCredentials();
