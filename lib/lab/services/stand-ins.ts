/** The stand-ins by name. A service of AWS's stands behind the gate; the others take any request. */
import type { Model } from '../template/model.ts';
import { behindGate, type GateProps } from './aws/authorize.ts';
import { createBedrockRuntime } from './aws/bedrock-runtime.ts';
import { createDynamoDb } from './aws/dynamodb/dynamodb.ts';
import { createEc2 } from './aws/ec2.ts';
import { createEcr } from './aws/ecr.ts';
import { notPlayed } from './aws/not-emulated.ts';
import { createS3 } from './aws/s3/s3.ts';
import { createS3Vectors } from './aws/s3-vectors/s3-vectors.ts';
import { createSts } from './aws/sts.ts';
import {
  createRegistry,
  limitedRegistry,
  pageInstead,
  privateRegistry,
  registryStorage,
  registryTokens,
} from './registry/registry.ts';
import type { Service } from './stand-in.ts';
import { echo, echoOfAnotherVpc, echoOfMarkup } from './web/echo.ts';
import {
  dripping,
  hanging,
  oversized,
  oversizedHeader,
  resetting,
  resettingInBody,
  throttling,
  unavailable,
} from './web/failing.ts';
import {
  redirecting,
  redirectingForEver,
  redirectingInside,
  redirectingIntoTheVpc,
} from './web/redirecting.ts';
import { website } from './web/website.ts';

export interface ServiceContext {
  readonly model: Model;
  readonly gate: GateProps;
}

type ServiceFactory = (context: ServiceContext) => Service | Promise<Service>;

const SERVICES: Readonly<Record<string, ServiceFactory>> = {
  echo: () => echo,
  'echo-of-markup': () => echoOfMarkup,
  'echo-of-another-vpc': () => echoOfAnotherVpc,
  website: () => website,
  'not-played': () => notPlayed,
  unavailable: () => unavailable,
  throttling: () => throttling,
  hanging: () => hanging,
  resetting: () => resetting,
  'resetting-in-body': () => resettingInBody,
  dripping: () => dripping,
  oversized: () => oversized,
  'oversized-header': () => oversizedHeader,
  redirecting: () => redirecting,
  'redirecting-for-ever': () => redirectingForEver,
  'redirecting-inside': () => redirectingInside,
  'redirecting-into-the-vpc': () => redirectingIntoTheVpc,
  'docker-hub': () =>
    createRegistry({
      realm: 'https://auth.docker.io/token',
      storage: 'https://production.cloudflare.docker.com',
    }),
  'github-registry': () => createRegistry({ storage: 'https://pkg-containers.githubusercontent.com' }),
  quay: () => createRegistry({ storage: 'https://cdn01.quay.io' }),
  'ecr-public': () => createRegistry({ storage: 'https://d5l0dvt14r5h8.cloudfront.net' }),
  'registry-tokens': () => registryTokens,
  'registry-storage': () => registryStorage,
  'registry-private': () => privateRegistry,
  'registry-limited': () => limitedRegistry,
  'registry-with-layers-over-ipv4': () => createRegistry({ storage: 'https://layers.registry.example' }),
  'page-instead': () => pageInstead,
  s3: ({ model, gate }) => behindGate(createS3(model), gate),
  's3-vectors': ({ model, gate }) => behindGate(createS3Vectors(model), gate),
  'bedrock-runtime': ({ model, gate }) =>
    behindGate(createBedrockRuntime(model, { modelGranted: true }), gate),
  'bedrock-runtime-not-granted': ({ model, gate }) =>
    behindGate(createBedrockRuntime(model, { modelGranted: false }), gate),
  sts: ({ model, gate }) => behindGate(createSts(model), gate),
  ecr: ({ gate }) => behindGate(createEcr(), gate),
  ec2: ({ model, gate }) => behindGate(createEc2(model), gate),
  dynamodb: async ({ model, gate }) => behindGate(await createDynamoDb(model), gate),
};

/** @throws if there is no such service, naming those there are */
export async function createServices(
  names: readonly string[],
  context: ServiceContext,
): Promise<ReadonlyMap<string, Service>> {
  const created = [...new Set(names)].map(async (name) => {
    const factory = Object.hasOwn(SERVICES, name) ? SERVICES[name] : undefined;
    if (!factory) {
      throw new Error(
        `there is no stand-in "${name}": the stand-ins are ${Object.keys(SERVICES).join(', ')}`,
      );
    }
    return [name, await factory(context)] as const;
  });
  return new Map(await Promise.all(created));
}
