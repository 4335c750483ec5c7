/** The order of a deployment without an outage, for a template and for a described VPC. */
import { describe, expect, test } from 'vitest';
import { buildModel } from '../../lib/lab/template/build-model.ts';
import type { PlannedChange, WhatIf } from '../../lib/report/inputs/what-if.ts';
import { renderSteps } from '../../lib/report/terminal/what-if-steps.ts';
import { templateOf } from '../../lib/vpc-file/template-of.ts';
import { asCommands } from '../../lib/what-if/aws-commands.ts';
import { planChanges } from '../../lib/what-if/plan-changes.ts';
import { stepsOf } from '../../lib/what-if/steps.ts';
import { vpcFile } from '../vpc-file/small-vpc.ts';
import { classicTemplate, modelOf } from './classic.ts';
import { withWorkloads } from './described.ts';

function answerWith(
  changes: readonly PlannedChange[],
  obstacles: WhatIf['obstacles'],
  natGateways: WhatIf['natGateways'],
): WhatIf {
  return {
    ...{ schemaVersion: 1, region: 'us-west-2', demonstration: false, gaps: [], natGateways, rows: [] },
    ...{ changes, obstacles, money: null, written: null, confirmed: true, disagreements: [], canGo: true },
    ...{ sentence: '', records: [], notices: [] },
  };
}

function stepsOfFile(file = withWorkloads()) {
  const { template, described } = templateOf(file);
  const model = buildModel(template, {
    assetRoot: '/',
    region: file.region,
    accountId: file.accountId,
    described,
  });
  const { changes, obstacles } = planChanges({ template, model });
  const shown = changes.map((change) => asCommands(change, { template, model }));
  const nat = (file.natGateways ?? []).map(({ id }) => ({ logicalId: id, id }));
  return stepsOf(answerWith(shown, obstacles, nat), model);
}

const words = (command: string) => command.split(' ').slice(1, 3).join(' ');

describe('for a described VPC', () => {
  const steps = stepsOfFile();
  const titled = (title: string) => steps.find((step) => step.title === title);

  test('the commands go in an order in which no address leads nowhere', () => {
    expect(titled('IPv6 beside IPv4')?.what.flatMap(({ commands }) => commands.map(words))).toEqual([
      'ec2 associate-vpc-cidr-block',
      'ec2 create-egress-only-internet-gateway',
      'ec2 create-network-acl-entry',
      'ec2 create-network-acl-entry',
      'ec2 authorize-security-group-egress',
      'ec2 create-route',
      'ec2 associate-subnet-cidr-block',
    ]);
  });

  test('the way back is each command undone, the last one first', () => {
    expect(titled('IPv6 beside IPv4')?.back.commands).toEqual([
      "aws ec2 disassociate-subnet-cidr-block --association-id 'the association id of the new block of subnet-0a1111111111111a1'",
      'aws ec2 delete-route --route-table-id rtb-0a111111111111111 --destination-ipv6-cidr-block ::/0',
      "aws ec2 revoke-security-group-egress --group-id sg-0a111111111111111 --ip-permissions 'IpProtocol=-1,Ipv6Ranges=[{CidrIpv6=::/0}]'",
      'aws ec2 delete-network-acl-entry --network-acl-id acl-0a111111111111111 --ingress --rule-number 101',
      'aws ec2 delete-network-acl-entry --network-acl-id acl-0a111111111111111 --egress --rule-number 101',
      "aws ec2 delete-egress-only-internet-gateway --egress-only-internet-gateway-id 'the id of the new one'",
      "aws ec2 disassociate-vpc-cidr-block --association-id 'the association id of the new block'",
    ]);
    expect(titled('IPv6 for the workloads, one after the other')?.back.commands).toEqual([
      "aws ec2 unassign-ipv6-addresses --network-interface-id eni-0123456789abcdef0 --ipv6-addresses 'the address that was assigned'",
      'aws lambda update-function-configuration --function-name orders --vpc-config SubnetIds=subnet-0a1111111111111a1,SecurityGroupIds=sg-0a111111111111111,Ipv6AllowedForDualStack=false',
    ]);
  });

  test('the routes to the NAT gateways go before these, and come back by a command', () => {
    const routes = titled('take the routes to the NAT gateways out, keep the gateways');
    expect(routes?.what.flatMap(({ commands }) => commands)).toEqual([
      'aws ec2 delete-route --route-table-id rtb-0a111111111111111 --destination-cidr-block 0.0.0.0/0',
    ]);
    expect(routes?.back.commands).toEqual([
      'aws ec2 create-route --route-table-id rtb-0a111111111111111 --destination-cidr-block 0.0.0.0/0 --nat-gateway-id nat-0a11111111111111a',
    ]);
  });

  test('the addresses are read before the gateway that has them is deleted', () => {
    expect(steps.at(-1)?.what.flatMap(({ commands }) => commands.map(words))).toEqual([
      'ec2 describe-nat-gateways',
      'ec2 delete-nat-gateway',
      'ec2 wait',
      'ec2 release-address',
    ]);
  });

  test('nothing speaks of templates or deployments', () => {
    expect(renderSteps(steps, { columns: 80, color: false })).not.toMatch(/template|deploy|stack/);
  });

  test('what needs no change leaves no step, and a VPC without NAT gateways has none for them', () => {
    const [first] = stepsOfFile({ ...withWorkloads(), natGateways: [], routeTables: [] });
    expect(first).toBeUndefined();
  });

  test('a route to a prefix list is taken out once', () => {
    const list = 'pl-0123456789abcdef0';
    const nat = vpcFile().natGateways?.[0]?.id ?? '';
    const routes = [{ destination: list, by: 'NatGatewayId' as const, target: nat, blackhole: false }];
    const file = {
      ...vpcFile({ routes }),
      prefixLists: [
        {
          id: list,
          name: 'own',
          family: 'IPv4' as const,
          ofAws: false,
          cidrBlocks: ['198.51.100.0/24', '203.0.113.0/24'],
        },
      ],
    };
    const step = stepsOfFile(file).find(({ title }) => title.startsWith('take the routes'));
    expect(step?.what.flatMap(({ commands }) => commands)).toEqual([
      `aws ec2 delete-route --route-table-id rtb-0a111111111111111 --destination-prefix-list-id ${list}`,
    ]);
  });
});

describe('for a template', () => {
  const template = classicTemplate();
  const { changes } = planChanges({ template, model: modelOf(template) });
  const byHand = [{ kind: 'workload-flag', logicalId: 'Front', why: 'its tasks need the account setting' }];
  const steps = stepsOf(answerWith(changes, byHand, [{ logicalId: 'Nat', id: 'nat-1' }]), null);

  test('no step has commands, and what is set by hand for workloads comes with the workloads', () => {
    expect(steps.flatMap(({ what, back }) => [...what, back]).flatMap(({ commands }) => commands)).toEqual(
      [],
    );
    expect(steps.map(({ title, what }) => [title, what.at(-1)?.text])).toEqual([
      ['IPv6 beside IPv4', expect.stringMatching(/^Group: /)],
      ['IPv6 for the workloads, one after the other', 'Front: its tasks need the account setting'],
      ['nothing uses NAT any more, as the account sees it', expect.stringContaining('BytesOutToDestination')],
      ['take the routes to the NAT gateways out, keep the gateways', 'Nat'],
      ['delete the NAT gateways and release their addresses', 'Nat'],
    ]);
  });
});
