/** What runs in a described VPC: its functions, services with their task definitions, and instances. */
import { z } from 'zod';
import { flag, id, list, name, placed, section } from './fields.ts';

const urlSchema = z.strictObject({ variable: name, url: name });
/** The hosts of URLs in variables, and the variables of which it is unclear where they lead. */
const environment = {
  urls: list(urlSchema),
  unclear: list(z.strictObject({ variable: name, reason: name })),
};

const containerSchema = z.strictObject({
  name,
  image: name,
  ...environment,
  /** Where ECS fetches secrets before the container starts. */
  secretsFrom: list(z.enum(['secretsmanager', 'ssm'], 'write secretsmanager or ssm')),
  logDriver: name.nullable(),
});

export const workloadsSchema = z.strictObject({
  functions: section(
    z.strictObject({
      name,
      ...placed,
      ipv6: flag,
      role: name.nullable(),
      /** Null for a function from an image. */
      runtime: name.nullable(),
      ...environment,
    }),
  ),
  services: section(
    z.strictObject({ cluster: name, name, ...placed, publicIpv4: flag, taskDefinition: name.nullable() }),
  ),
  taskDefinitions: section(
    z.strictObject({
      name,
      /** Whether it may run on Fargate. @default - unknown, and taken as if it may */
      fargate: flag.nullable(),
      taskRole: name.nullable(),
      executionRole: name.nullable(),
      containers: list(containerSchema),
    }),
  ),
  instances: section(
    z.strictObject({
      id: id('i'),
      name: name.nullable(),
      networkInterfaceId: id('eni'),
      subnetId: id('subnet'),
      securityGroupIds: list(id('sg')),
      ipv6: flag,
      publicIpv4: flag,
      /** The ARN. */
      instanceProfile: name.nullable(),
      /** The setting of its first interface: false for a NAT instance. @default - unknown */
      sourceDestCheck: flag.optional(),
      /** The other interfaces that have it off. */
      forwardingInterfaceIds: list(id('eni')),
    }),
  ),
});
