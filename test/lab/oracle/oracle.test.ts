/** The lab's reading of templates agrees with the oracle's, which is another one; an error in either is found. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, inject, test } from 'vitest';
import { readAssembly } from '../../../lib/lab/template/assembly.ts';
import type { Model, NetworkAcl, SecurityGroup } from '../../../lib/lab/template/model.ts';
import { fuzzRuns } from '../../fuzz-runs.ts';
import { dualStackTemplate } from '../fixtures/dual-stack-template.ts';
import { CASES } from './cases.ts';
import { disagreements, type Planted } from './compare.ts';
import { generatedTemplates } from './generated-template.ts';
import type { OracleNetwork } from './network.ts';
import { readYaml } from './yaml.ts';

const FIXTURES = join(import.meta.dirname, '..', 'fixtures');

describe('lab and oracle agree over', () => {
  test.each(CASES)('%s', (_, template) => {
    expect(disagreements(template)).toEqual([]);
  });

  test.each(['without-probe.yaml', 'workloads.yaml'])('the fixture %s', (file) => {
    expect(disagreements(readYaml(readFileSync(join(FIXTURES, file), 'utf8')))).toEqual([]);
  });

  test('the fixture of the template tests', () => {
    expect(disagreements(dualStackTemplate())).toEqual([]);
  });

  test('the stack of the project', () => {
    expect(disagreements(readAssembly(inject('assembly')).template)).toEqual([]);
  });

  test('generated networks', () => {
    fc.assert(
      fc.property(generatedTemplates, (template) => {
        expect(disagreements(template)).toEqual([]);
      }),
      fuzzRuns(250),
    );
  });
});

/** Whether any case shows the planted error. */
function isFound(planted: Planted): boolean {
  return CASES.some(([, template]) => disagreements(template, planted).length > 0);
}

const eachAcl = (change: (acl: NetworkAcl) => Partial<NetworkAcl>) => (model: Model) => ({
  ...model,
  networkAcls: model.networkAcls.map((acl) => ({ ...acl, ...change(acl) })),
});

const eachGroup = (change: (group: SecurityGroup) => Partial<SecurityGroup>) => (model: Model) => ({
  ...model,
  securityGroups: model.securityGroups.map((group) => ({ ...group, ...change(group) })),
});

describe('an error is found that is planted in the lab:', () => {
  test.each<[string, (model: Model) => Model]>([
    [
      'a subnet has another table',
      (model) => ({
        ...model,
        subnets: model.subnets.map((subnet) => ({
          ...subnet,
          routeTableId: model.subnets[0]?.routeTableId ?? '',
        })),
      }),
    ],
    [
      'a subnet has the default ACL',
      (model) => ({
        ...model,
        subnets: model.subnets.map((subnet) => ({ ...subnet, networkAclId: model.networkAcls[0]?.id ?? '' })),
      }),
    ],
    [
      'a route is lost',
      (model) => ({
        ...model,
        routeTables: model.routeTables.map((table) => ({ ...table, routes: table.routes.slice(1) })),
      }),
    ],
    [
      'all routes lead to one gateway',
      (model) => ({
        ...model,
        routeTables: model.routeTables.map((table) => ({
          ...table,
          routes: table.routes.map((route) => ({ ...route, gatewayId: model.gateways[0]?.id ?? '' })),
        })),
      }),
    ],
    [
      'an ACL lets everything in',
      eachAcl(({ egress }) => ({ ingress: egress.map((entry) => ({ ...entry, ports: null })) })),
    ],
    [
      'an ACL has its directions swapped',
      eachAcl(({ ingress, egress }) => ({ ingress: egress, egress: ingress })),
    ],
    ['a group lets nothing out', eachGroup(() => ({ egress: [] }))],
    [
      'a group lets everything out',
      eachGroup(() => ({
        egress: ['0.0.0.0/0', '::/0'].map((cidrBlock) => ({
          protocol: 'all',
          ports: null,
          peer: { kind: 'cidr', cidrBlock },
        })),
      })),
    ],
    [
      'public access is open',
      (model) => ({
        ...model,
        subnets: model.subnets.map((subnet) => ({ ...subnet, publicAccess: 'open' })),
      }),
    ],
    [
      'a NAT gateway is in another subnet',
      (model) => ({
        ...model,
        gateways: model.gateways.map((gateway) => ({
          ...gateway,
          subnetId: gateway.subnetId && (model.subnets[1]?.id ?? null),
        })),
      }),
    ],
    [
      'the VPC has another IPv6 block',
      (model) => ({ ...model, vpc: { ...model.vpc, ipv6CidrBlocks: ['2001:db8:1234:1a00::/56'] } }),
    ],
  ])('%s', (_, inLab) => {
    expect(isFound({ inLab })).toBe(true);
  });
});

const eachSubnet = (changed: Partial<OracleNetwork['subnets'][number]>) => (network: OracleNetwork) => ({
  ...network,
  subnets: network.subnets.map((subnet) => ({ ...subnet, ...changed })),
});

describe('an error is found that is planted in the oracle:', () => {
  test.each<[string, (network: OracleNetwork) => OracleNetwork]>([
    ['subnets have the main table', eachSubnet({ table: null })],
    ['subnets have the default ACL', eachSubnet({ acl: null })],
    ['subnets have IPv6', eachSubnet({ hasIpv6: true })],
    ['blocks are public', eachSubnet({ isPrivateIpv6: false })],
    ['a route is lost', (network) => ({ ...network, routes: network.routes.slice(1) })],
    ['nothing is attached', (network) => ({ ...network, attached: [] })],
    [
      'a NAT gateway is regional',
      (network) => ({
        ...network,
        nats: Object.fromEntries(Object.keys(network.nats).map((id) => [id, null])),
      }),
    ],
    [
      'the last entry of an ACL is lost',
      (network) => ({ ...network, aclEntries: network.aclEntries.slice(0, -1) }),
    ],
    [
      'groups let nothing out',
      (network) => ({ ...network, groups: network.groups.map((group) => ({ ...group, egress: [] })) }),
    ],
    [
      'public access is open',
      (network) => ({ ...network, publicAccess: { mode: undefined, exclusions: [] } }),
    ],
    [
      'exclusions are lost',
      (network) => ({ ...network, publicAccess: { ...network.publicAccess, exclusions: [] } }),
    ],
  ])('%s', (_, inOracle) => {
    expect(isFound({ inOracle })).toBe(true);
  });
});
