/** The grants hold for another VPC's IPv6 block: what it looks like when AWS sees the requests come from elsewhere. */

import { changeStatements } from './role-statements.ts';
import { CONDITIONED, controlsSilent, failed, healthy, type World } from './world.ts';

const ANOTHER_VPC = '2001:db8:4321:ff00::/56';

export const witnessElsewhere: World = {
  name: 'witness-elsewhere',
  summary: "the role's grants hold for another VPC's IPv6 block",
  changeTemplate: (template) =>
    changeStatements(template, (statements) =>
      statements.map((statement) => {
        const { IpAddress, ...others } = (statement.Condition ?? {}) as Record<string, unknown>;
        if (IpAddress === undefined) return statement;
        return { ...statement, Condition: { ...others, IpAddress: { 'aws:SourceIp': ANOTHER_VPC } } };
      }),
    ),
  expectTarget: (id) =>
    CONDITIONED.includes(id) && id !== 'bedrock-runtime' ? failed('WitnessDenied') : healthy(id),
  expectControls: controlsSilent,
};
