/**
 * The function's credentials: Lambda puts them into the environment, and nothing else is asked. The bundle has this
 * in the place of the SDK's default chain, whose further providers (profiles, SSO, container and instance metadata)
 * would be an eighth of the asset.
 */

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** @throws an error of the code that the SDK's own chain has where it finds nothing */
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

/** What the SDK's clients import from `@aws-sdk/credential-provider-node`. */
export const defaultProvider = () => async () => environmentCredentials();
