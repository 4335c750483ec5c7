/** The lab's registries, request by request: they are as strict as real ones. */
import { describe, expect, test } from 'vitest';
import { BLOBS, INDEX } from '../../../../lib/lab/services/registry/image.ts';
import {
  createRegistry,
  ecrPassword,
  privateRegistry,
  registryStorage,
  registryTokens,
} from '../../../../lib/lab/services/registry/registry.ts';
import type { StandIn, StandInRequest, StandInResponse } from '../../../../lib/lab/services/stand-in.ts';

const registry = createRegistry({ realm: 'https://auth.example/token', storage: 'https://storage.example' });
const [layer] = BLOBS;

async function ask(
  service: StandIn,
  url: string,
  headers: Record<string, string> = {},
): Promise<StandInResponse> {
  const { hostname, pathname, searchParams } = new URL(url);
  const request: StandInRequest = {
    ...{ method: 'GET', host: hostname, path: pathname, query: searchParams, headers, body: Buffer.alloc(0) },
    ...{ secure: true, sourceAddress: '2001:db8::1', vpcEndpointId: null },
  };
  return (await service(request)) as StandInResponse;
}

async function tokenFor(name: string): Promise<string> {
  const { body } = await ask(registryTokens, `https://auth.example/token?scope=repository:${name}:pull`);
  return `Bearer ${JSON.parse(String(body)).token}`;
}

describe('a registry', () => {
  test('requires a token, and names the token server', async () => {
    const { status, headers } = await ask(registry, 'https://r.example/v2/a/b/manifests/1');
    expect(status).toBe(401);
    expect(headers?.['www-authenticate']).toBe(
      'Bearer realm="https://auth.example/token",service="r.example",scope="repository:a/b:pull"',
    );
  });

  test('accepts the token for one image only', async () => {
    const authorization = await tokenFor('a/b');
    const own = await ask(registry, 'https://r.example/v2/a/b/manifests/1', { authorization });
    const other = await ask(registry, 'https://r.example/v2/a/c/manifests/1', { authorization });
    expect([own.status, other.status]).toEqual([200, 401]);
    expect(own.headers?.['docker-content-digest']).toBe(INDEX.digest);
  });

  test('of ECR requires the password, and redirects to a host of the same kind as its own', async () => {
    const authorization = `Basic ${Buffer.from(`AWS:${ecrPassword()}`).toString('base64')}`;
    const blob = (host: string) => `https://111122223333.${host}/v2/a/blobs/${layer?.digest}`;
    const [refused, byDefault, dualStack] = await Promise.all([
      ask(privateRegistry, blob('dkr.ecr.us-west-2.amazonaws.com'), { authorization: 'Basic QVdTOng=' }),
      ask(privateRegistry, blob('dkr.ecr.us-west-2.amazonaws.com'), { authorization }),
      ask(privateRegistry, blob('dkr-ecr.us-west-2.on.aws'), { authorization }),
    ]);
    expect(refused.status).toBe(401);
    expect(refused.headers?.['www-authenticate']).toMatch(/^Basic /);
    expect(byDefault.headers?.location).toContain('.s3.us-west-2.amazonaws.com/');
    expect(dualStack.headers?.location).toContain('.s3.dualstack.us-west-2.amazonaws.com/');
  });

  test('redirects to a storage that requires its own signature', async () => {
    const authorization = await tokenFor('a/b');
    const { status, headers } = await ask(registry, `https://r.example/v2/a/b/blobs/${layer?.digest}`, {
      authorization,
    });
    const location = headers?.location ?? '';
    expect([status, location]).toEqual([307, expect.stringContaining('https://storage.example/')]);
    const answers = await Promise.all([
      ask(registryStorage, location),
      ask(registryStorage, location, { authorization }),
      ask(registryStorage, location.replace(/signature=.*/, 'signature=x')),
    ]);
    expect(answers.map((answer) => answer.status)).toEqual([200, 400, 403]);
  });
});
