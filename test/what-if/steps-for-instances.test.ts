/** The steps that take NAT instances away: routes first, by commands where there is no template. */
import { expect, test } from 'vitest';
import { buildModel } from '../../lib/lab/template/build-model.ts';
import type { WhatIf } from '../../lib/report/inputs/what-if.ts';
import { templateOf } from '../../lib/vpc-file/template-of.ts';
import { withoutNatInstances } from '../../lib/what-if/steps-for-instances.ts';
import { vpcFile } from '../vpc-file/small-vpc.ts';
import { withWorkloads } from './described.ts';

const INTERFACE = 'eni-0123456789abcdef0';
const INSTANCE = 'i-0123456789abcdef0';

function answerWith(natInstances: NonNullable<WhatIf['natInstances']>): WhatIf {
  return {
    ...{ schemaVersion: 1, region: 'us-west-2', demonstration: false, gaps: [], natGateways: [], rows: [] },
    ...{ changes: [], obstacles: [], money: null, written: null, confirmed: true, disagreements: [] },
    ...{ natInstances, canGo: true, sentence: '', records: [], notices: [] },
  };
}

const account = (by: 'NetworkInterfaceId' | 'InstanceId', target: string) => {
  const routes = [{ destination: '0.0.0.0/0', by, target, blackhole: false }];
  const file = withWorkloads({ routeTables: vpcFile({ routes }).routeTables });
  const { template, described } = templateOf(file);
  return buildModel(template, { assetRoot: '/', region: file.region, accountId: file.accountId, described });
};

test('in an account the route is deleted, and put back to what it led to', () => {
  const natInstances = [{ logicalId: INSTANCE, id: INTERFACE }];
  const [routes, stop] = withoutNatInstances(
    answerWith(natInstances),
    account('NetworkInterfaceId', INTERFACE),
  );
  const which = '--route-table-id rtb-0a111111111111111 --destination-cidr-block 0.0.0.0/0';
  expect(routes?.what[0]?.commands).toEqual([`aws ec2 delete-route ${which}`]);
  expect(routes?.back.commands).toEqual([
    `aws ec2 create-route ${which} --network-interface-id ${INTERFACE}`,
  ]);
  expect(stop?.what[0]?.commands).toEqual([`aws ec2 stop-instances --instance-ids ${INSTANCE}`]);
});

test('a route that names the instance is put back to the instance', () => {
  const natInstances = [{ logicalId: INSTANCE, id: INSTANCE }];
  const [routes] = withoutNatInstances(answerWith(natInstances), account('InstanceId', INSTANCE));
  expect(routes?.back.commands[0]).toContain(`--instance-id ${INSTANCE}`);
});

test('for a template the steps name them, without commands; without NAT instances there are none', () => {
  const steps = withoutNatInstances(answerWith([{ logicalId: 'Hop', id: INSTANCE }]), null);
  expect(steps.map(({ what }) => what)).toEqual([
    [{ text: 'Hop', commands: [] }],
    [{ text: 'Hop', commands: [] }],
  ]);
  expect(withoutNatInstances(answerWith([]), null)).toEqual([]);
});
