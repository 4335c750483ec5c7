/**
 * IAM's own control: reads a key of the table that the role may read only from outside the VPC's IPv6 block.
 * A denial shows that the condition is at work, and that AWS sees the address that the grants ask for.
 */
import type { TargetId } from '../../report/built-in-targets.ts';
import type { ControlEvidence } from '../../report/evidence.ts';
import { outcomeOf } from '../../report/judge/failure.ts';
import { ENV, TABLE_KEYS } from '../../report/stack-contract.ts';
import { requireValue } from '../environment.ts';
import type { RunContext } from '../run-context.ts';
import { type AttemptFunction, runAttempt } from './attempt.ts';
import { clientConfiguration, send } from './aws-client.ts';

/** The target whose table holds the key, and whose success gives the denial its meaning. */
export const IAM_CONTROL: TargetId = 'dynamodb';

/** Never throws. */
export async function tryIamControl(run: RunContext): Promise<ControlEvidence> {
  const attempt = await runAttempt('ipv6', readControlKey, run);
  const { operations, failure, cutOff } = attempt;
  const code = operations.at(-1)?.error?.code ?? failure?.code;
  return {
    ...{ id: IAM_CONTROL, kind: 'iam', outcome: outcomeOf(attempt), answeredBy: null },
    ...{ codes: code === undefined ? [] : [code], cutOff },
    remoteAddresses: operations.flatMap(({ remoteAddress }) => remoteAddress ?? []),
  };
}

/** Over the same host and by the same client as the target. */
const readControlKey: AttemptFunction = async (context) => {
  const { DynamoDBClient, GetItemCommand } = await import('@aws-sdk/client-dynamodb');
  const client = new DynamoDBClient({ ...clientConfiguration(context), accountIdEndpointMode: 'disabled' });
  const TableName = requireValue(context.environment.tableName, ENV.tableName);
  const Key = {
    [TABLE_KEYS.partition]: { S: TABLE_KEYS.controlPartition },
    [TABLE_KEYS.sort]: { S: TABLE_KEYS.controlPartition },
  };
  await send(context, 'GetItem', (options) => client.send(new GetItemCommand({ TableName, Key }), options));
  return {};
};
