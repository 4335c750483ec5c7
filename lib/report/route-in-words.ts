/** Where a subnet's ::/0 leads, and who says so. */
import type { Run } from '../../lambda/report/report-schema.ts';

export function routeInWords({ gateway, witness }: Run['network']['route']): string {
  if (gateway !== null) return `::/0 leads to ${gateway}, says ${witness === 'ec2' ? 'EC2' : 'the stack'}`;
  return witness === 'ec2' ? 'there is no route ::/0, says EC2' : 'where ::/0 leads is not known';
}
