/** Somebody deleted the table: the stack still names it. */
import { controlsSilent, failed, healthy, type World } from './world.ts';

export const tableVanished: World = {
  name: 'table-vanished',
  summary: 'the DynamoDB table was deleted after the deployment',
  drift: (model) => ({
    ...model,
    others: model.others.filter(({ type }) => type !== 'AWS::DynamoDB::Table'),
  }),
  expectTarget: (id) => (id.startsWith('dynamodb') ? failed('ResourceMissing') : healthy(id)),
  expectControls: controlsSilent,
};
