/** The lab's registries, request by request: they give nothing away that a real one would not. */
import { describe, expect, test } from 'vitest';
import { BLOBS, INDEX } from '../../../lib/lab/services/registry/image.ts';
import {
  createRegistry,
  registryStorage,
  registryTokens,
} from '../../../lib/lab/services/registry/registry.ts';
import type { Service, ServiceRequest, ServiceResponse } from '../../../lib/lab/services/service.ts';

const registry = createRegistry({ realm: 'https://auth.example/token', storage: 'https://storage.example' });
const [layer] = BLOBS;

async function ask(
  service: Service,
  url: string,
  headers: Record<string, string> = {},
): Promise<ServiceResponse> {
  const { hostname, pathname, searchParams } = new URL(url);
  const request: ServiceRequest = {
    ...{ method: 'GET', host: hostname, path: pathname, query: searchParams, headers, body: Buffer.alloc(0) },
    ...{ secure: true, sourceAddress: '2001:db8::1', vpcEndpointId: null },
  };
  return (await service(request)) as ServiceResponse;
}

async function tokenFor(name: string): Promise<string> {
  const { body } = await ask(registryTokens, `https://auth.example/token?scope=repository:${name}:pull`);
  return `Bearer ${JSON.parse(String(body)).token}`;
}

describe('a registry', () => {
  test('wants a token, and says where', async () => {
    const { status, headers } = await ask(registry, 'https://r.example/v2/a/b/manifests/1');
    expect(status).toBe(401);
    expect(headers?.['www-authenticate']).toBe(
      'Bearer realm="https://auth.example/token",service="r.example",scope="repository:a/b:pull"',
    );
  });

  test('takes the token for one image, and not for another', async () => {
    const authorization = await tokenFor('a/b');
    const own = await ask(registry, 'https://r.example/v2/a/b/manifests/1', { authorization });
    const other = await ask(registry, 'https://r.example/v2/a/c/manifests/1', { authorization });
    expect([own.status, other.status]).toEqual([200, 401]);
    expect(own.headers?.['docker-content-digest']).toBe(INDEX.digest);
  });

  test('redirects to a storage that wants its own signature, and no other', async () => {
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
