/** The stand-ins by name. Those of AWS services authorize each request; the others take any. */
import { lookUp } from '../../../lambda/report/look-up.ts';
import type { Model } from '../template/model.ts';
import { type AuthorizationProps, withAuthorization } from './aws/authorize.ts';
import { createBedrockRuntime } from './aws/bedrock-runtime.ts';
import { createDynamoDb } from './aws/dynamodb/dynamodb.ts';
import { createEc2 } from './aws/ec2.ts';
import { createEcr } from './aws/ecr.ts';
import { ecrLayers } from './aws/ecr-layers.ts';
import { notEmulated } from './aws/not-emulated.ts';
import { createS3 } from './aws/s3/s3.ts';
import { createS3Vectors } from './aws/s3-vectors/s3-vectors.ts';
import { createSts } from './aws/sts.ts';
import {
  anyRegistry,
  createRegistry,
  limitedRegistry,
  pageInstead,
  privateRegistry,
  registryStorage,
  registryTokens,
} from './registry/registry.ts';
import type { StandIn } from './stand-in.ts';
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

export interface StandInContext {
  readonly model: Model;
  readonly authorization: AuthorizationProps;
}

type StandInFactory = (context: StandInContext) => StandIn | Promise<StandIn>;

const STAND_INS: Readonly<Record<string, StandInFactory>> = {
  echo: () => echo,
  'echo-of-markup': () => echoOfMarkup,
  'echo-of-another-vpc': () => echoOfAnotherVpc,
  website: () => website,
  'not-emulated': () => notEmulated,
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
  'ecr-layers': ({ authorization }) => ecrLayers(authorization),
  'any-registry': () => anyRegistry,
  'registry-private': () => privateRegistry,
  'registry-limited': () => limitedRegistry,
  'registry-with-layers-over-ipv4': () => createRegistry({ storage: 'https://layers.registry.example' }),
  'page-instead': () => pageInstead,
  s3: ({ model, authorization }) => withAuthorization(createS3(model), authorization),
  's3-vectors': ({ model, authorization }) => withAuthorization(createS3Vectors(model), authorization),
  'bedrock-runtime': ({ model, authorization }) =>
    withAuthorization(createBedrockRuntime(model, { modelGranted: true }), authorization),
  'bedrock-runtime-not-granted': ({ model, authorization }) =>
    withAuthorization(createBedrockRuntime(model, { modelGranted: false }), authorization),
  sts: ({ model, authorization }) => withAuthorization(createSts(model), authorization),
  ecr: ({ authorization }) => withAuthorization(createEcr(), authorization),
  ec2: ({ model, authorization }) => withAuthorization(createEc2(model), authorization),
  dynamodb: async ({ model, authorization }) => withAuthorization(await createDynamoDb(model), authorization),
};

/** @throws if there is no such stand-in, naming those that exist */
export async function createStandIns(
  names: readonly string[],
  context: StandInContext,
): Promise<ReadonlyMap<string, StandIn>> {
  const created = [...new Set(names)].map(async (name) => {
    const factory = lookUp(STAND_INS, name);
    if (!factory) {
      throw new Error(
        `there is no stand-in "${name}": the stand-ins are ${Object.keys(STAND_INS).join(', ')}`,
      );
    }
    return [name, await factory(context)] as const;
  });
  return new Map(await Promise.all(created));
}
