/** A probe in a VPC of which it knows only what the settings of an existing one say: what is found there is reported. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { ENV } from '../../lambda/report/stack-contract.ts';
import { resourcesOfType, type Template } from '../../lib/lab/template/template.ts';
import { lab, reportIn, targetIn, world } from './lab-command.ts';

const refused = inject('labRefused');

/** The synthesized template, beside its assets, without the parts that only a stack with a network of its own has. */
function withoutOwnKnowledge(): string {
  const folder = inject('assembly');
  const template = JSON.parse(readFileSync(join(folder, 'Natless.template.json'), 'utf8')) as Template;
  for (const [, { Properties = {} }] of resourcesOfType(template, 'AWS::Lambda::Function')) {
    const { Variables = {} } = (Properties.Environment ?? {}) as { Variables?: Record<string, unknown> };
    for (const name of [ENV.gatewayId, ENV.vpcIpv4CidrBlock, ENV.availabilityZone]) delete Variables[name];
  }
  const file = join(folder, 'existing.template.json');
  writeFileSync(file, JSON.stringify(template));
  return file;
}

describe.skipIf(refused !== null).concurrent('in an existing VPC', () => {
  test('EC2 names the gateway, and the run reports what is known of the network', async () => {
    const { status, ...ended } = await lab('--json', '--template', withoutOwnKnowledge());
    expect(status).toBe(0);
    for (const { network, targets, controls } of reportIn({ status, ...ended }).runs) {
      expect(network).toMatchObject({ availabilityZone: null, route: { witness: 'ec2' } });
      expect(network.route.gateway).toMatch(/^eigw-/);
      expect(targets.filter(({ path }) => path === 'eigw')).toHaveLength(9);
      expect(controls.every(({ succeeded }) => !succeeded)).toBe(true);
    }
  });

  test('a NAT gateway is found by the controls', async () => {
    const { runs } = reportIn(await world('nat-gateway', '--json', '--template', withoutOwnKnowledge()));
    for (const { controls } of runs) {
      const codes = controls.filter(({ kind }) => kind === 'ipv4').map(({ cause }) => cause?.code);
      expect(new Set(codes)).toEqual(new Set(['Ipv4PathExists']));
    }
  });

  test('the route table distinguishes an endpoint from a gateway to the internet, in both families', async () => {
    const { runs } = reportIn(
      await world('interface-endpoint', '--json', '--template', withoutOwnKnowledge()),
    );
    for (const run of runs) {
      expect(targetIn(run, 's3-vectors')).toMatchObject({ path: 'vpc-endpoint', asExpected: false });
      const answered = run.controls.filter(({ succeeded }) => succeeded);
      expect(answered).toMatchObject([{ id: 's3-vectors', cause: { code: 'VpcEndpointInPath' } }]);
    }
  });
});
