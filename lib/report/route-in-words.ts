/** Where a subnet's ::/0 leads, and how that is known. */
import type { Run } from '../../lambda/report/report-schema.ts';

export function routeInWords({ gateway, witness }: Run['network']['route']): string {
  if (gateway !== null) {
    return `::/0 leads to ${gateway}, ${witness === 'ec2' ? 'confirmed by EC2' : 'declared by the stack'}`;
  }
  return witness === 'ec2' ? 'there is no route ::/0, confirmed by EC2' : 'where ::/0 leads is unknown';
}
