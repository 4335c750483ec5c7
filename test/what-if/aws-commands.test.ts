/** A described VPC's changes as commands: what each kind runs, with real ids, and what a shell makes of it. */
import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { buildModel } from '../../lib/lab/template/build-model.ts';
import { withEdits } from '../../lib/lab/template/edits.ts';
import { templateOf } from '../../lib/vpc-file/template-of.ts';
import type { VpcFile } from '../../lib/vpc-file/vpc-file.ts';
import { asCommands } from '../../lib/what-if/aws-commands.ts';
import { CHANGE_KINDS } from '../../lib/what-if/change.ts';
import { editsOf, planChanges } from '../../lib/what-if/plan-changes.ts';
import { withWorkloads } from './described.ts';

function planned(file: VpcFile) {
  const { template, described } = templateOf(file);
  const props = { assetRoot: '/', region: file.region, accountId: file.accountId, described };
  const model = buildModel(template, props);
  const { changes, obstacles } = planChanges({ template, model });
  const after = buildModel(withEdits(template, editsOf(changes)), props);
  return { changes: changes.map((change) => asCommands(change, { model, template })), obstacles, after };
}

test('every kind of change has its command, each with the real ids', () => {
  const { changes, obstacles } = planned(withWorkloads());
  expect(obstacles).toEqual([]);
  expect([...new Set(changes.map(({ kind }) => kind))]).toEqual([...CHANGE_KINDS]);
  expect(changes.flatMap(({ commands }) => commands)).toEqual([
    'aws ec2 associate-vpc-cidr-block --vpc-id vpc-0a111111111111111 --amazon-provided-ipv6-cidr-block',
    "aws ec2 associate-subnet-cidr-block --subnet-id subnet-0a1111111111111a1 --ipv6-cidr-block 'the /64 number 0 of the new block'",
    'aws ec2 create-egress-only-internet-gateway --vpc-id vpc-0a111111111111111',
    "aws ec2 create-route --route-table-id rtb-0a111111111111111 --destination-ipv6-cidr-block ::/0 --egress-only-internet-gateway-id 'the id of the new one'",
    'aws ec2 create-network-acl-entry --network-acl-id acl-0a111111111111111 --egress --rule-number 101 --protocol -1 --rule-action allow --ipv6-cidr-block ::/0',
    'aws ec2 create-network-acl-entry --network-acl-id acl-0a111111111111111 --ingress --rule-number 101 --protocol -1 --rule-action allow --ipv6-cidr-block ::/0',
    "aws ec2 authorize-security-group-egress --group-id sg-0a111111111111111 --ip-permissions 'IpProtocol=-1,Ipv6Ranges=[{CidrIpv6=::/0}]'",
    'aws lambda update-function-configuration --function-name orders --vpc-config SubnetIds=subnet-0a1111111111111a1,SecurityGroupIds=sg-0a111111111111111,Ipv6AllowedForDualStack=true',
    'aws ec2 assign-ipv6-addresses --network-interface-id eni-0123456789abcdef0 --ipv6-address-count 1',
  ]);
});

test('the changed network has IPv6 in what the commands change', () => {
  const { after } = planned(withWorkloads());
  expect(after.subnets.map(({ ipv6CidrBlock }) => ipv6CidrBlock)).toEqual([expect.stringContaining('/64')]);
  expect(after.workloads.map(({ ipv6 }) => ipv6)).toEqual(['yes', 'yes']);
  expect(after.unread).toEqual([]);
});

describe('what the VPC has already', () => {
  const base = withWorkloads();
  const withIpv6 = {
    ...base,
    vpc: { ...base.vpc, ipv6CidrBlocks: ['2600:1f14:abc:de00::/56'] },
    gateways: [{ id: 'eigw-0123456789abcdef0' }],
  };

  test('names the number of the block and the gateway', () => {
    const commands = planned(withIpv6).changes.flatMap((change) => change.commands);
    expect(commands.slice(0, 2)).toEqual([
      'aws ec2 associate-subnet-cidr-block --subnet-id subnet-0a1111111111111a1 --ipv6-cidr-block 2600:1f14:abc:de00::/64',
      'aws ec2 create-route --route-table-id rtb-0a111111111111111 --destination-ipv6-cidr-block ::/0 --egress-only-internet-gateway-id eigw-0123456789abcdef0',
    ]);
  });

  test('is not changed', () => {
    expect(planned(withIpv6).changes.map(({ kind }) => kind)).not.toContain('vpc-block');
  });
});

test('a name that a shell would run stays a word', () => {
  const file = withWorkloads();
  const [fn] = file.workloads.functions ?? [];
  const name = "a'; echo run; '$(id)";
  const functions = fn ? [{ ...fn, name }] : [];
  const { changes } = planned({ ...file, workloads: { ...file.workloads, functions } });
  const [command = ''] = changes.flatMap(({ commands }) =>
    commands.filter((each) => each.includes('lambda')),
  );
  const words = execFileSync('sh', ['-c', `aws() { printf '%s\\n' "$@"; }; ${command}`], {
    encoding: 'utf8',
  });
  expect(words.split('\n')).toContain(name);
});
