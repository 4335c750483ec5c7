/** The built-in targets, by id: the type makes the table complete. */
import { TARGET_IDS, type TargetId } from '../contract.ts';
import { dynamodb } from './dynamodb.ts';
import { checkip, ifconfigMe } from './echo.ts';
import { s3 } from './s3.ts';
import { s3ListBuckets } from './s3-list-buckets.ts';
import type { ProbeTarget } from './target.ts';

const TARGETS: Readonly<Record<TargetId, ProbeTarget>> = {
  'ifconfig.me': ifconfigMe,
  checkip,
  s3,
  's3-list-buckets': s3ListBuckets,
  dynamodb,
};

/** The chosen targets (all of them for null), in the order of the report. */
export function chooseTargets(only: readonly TargetId[] | null): readonly ProbeTarget[] {
  return TARGET_IDS.filter((id) => only === null || only.includes(id)).map((id) => TARGETS[id]);
}
