/** Worlds about the AWS services behind the targets: what they hold, grant and offer. */
import { addVariable, doubleFunctions } from '../change/functions.ts';
import { addHost, EC2, hostsWith } from '../change/hosts.ts';
import {
  DYNAMODB_TARGETS,
  failed,
  healthy,
  healthyExcept,
  noPath,
  PASSES,
  withoutRoute,
} from '../expectations.ts';
import type { Theme, World } from '../world.ts';

export const awsServices: Theme = {
  title: 'AWS services',
  worlds: [
    {
      name: 'two-runs-at-once',
      summary: 'each subnet has the probe twice, and both run at the same time',
      note: "They are a schedule's run and a user's. Each reads back what it wrote itself.",
      changeTemplate: doubleFunctions,
      needsEveryFunction: true,
      expectTarget: healthy,
    },
    {
      name: 'endpoint-url-configured',
      summary: "a variable of the functions' environment sends SDK clients to another host",
      note: 'The probe ignores it and says so on the targets that it concerns.',
      changeTemplate: (template) =>
        addVariable(template, 'AWS_ENDPOINT_URL', 'https://sts.us-west-2.api.aws'),
      expectTarget: healthy,
    },
    {
      name: 'table-vanished',
      summary: 'the DynamoDB table was deleted after the deployment',
      note: 'The stack still names it.',
      drift: (model) => ({
        ...model,
        others: model.others.filter(({ type }) => type !== 'AWS::DynamoDB::Table'),
      }),
      expectTarget: healthyExcept(DYNAMODB_TARGETS, failed('ResourceMissing')),
    },
    {
      name: 'index-of-another-dimension',
      summary: 'the vector index takes vectors of another size than the probe writes',
      drift: (model) => ({
        ...model,
        others: model.others.map((resource) =>
          resource.type === 'AWS::S3Vectors::Index'
            ? { ...resource, properties: { ...resource.properties, Dimension: 256 } }
            : resource,
        ),
      }),
      expectTarget: healthyExcept(['s3-vectors'], failed('ServiceError')),
    },
    {
      name: 'ec2-without-ipv6',
      summary: "EC2's dual-stack endpoint has no AAAA record, so the probe cannot look up its route",
      note: 'Some Regions are like this. The route is only what the template declares.',
      changeInternet: hostsWith(EC2, { ipv6: [] }),
      expectTarget: (id) => (id === 'ec2' ? noPath('NoAaaaRecord') : withoutRoute(healthy(id))),
    },
    {
      name: 'ec2-answers-nonsense',
      summary: 'EC2 answers something that is not XML',
      note: 'The route stays unknown, and nothing else suffers.',
      changeInternet: hostsWith(EC2, { standIn: 'website' }),
      expectTarget: (id) => withoutRoute(id === 'ec2' ? failed('ResponseInvalid') : healthy(id)),
    },
    {
      name: 'bedrock-dual-stack',
      summary: 'Bedrock Runtime has a dual-stack endpoint',
      note: 'The day on which AWS ships it: the report announces it as news.',
      changeInternet: bedrockAnswers('bedrock-runtime'),
      expectTarget: () => PASSES,
    },
    {
      name: 'bedrock-not-granted',
      summary: 'Bedrock Runtime has a dual-stack endpoint, and the account has no access to the model',
      changeInternet: bedrockAnswers('bedrock-runtime-not-granted'),
      expectTarget: healthyExcept(['bedrock-runtime'], failed('AccessDenied')),
    },
  ],
};

function bedrockAnswers(service: string): NonNullable<World['changeInternet']> {
  return (internet, { region }) => addHost(internet, `bedrock-runtime.${region}.api.aws`, service);
}
