/** Where a subnet's default routes lead, and how that is known. */
import type { Run } from '../../lambda/report/report-schema.ts';

type Route = Run['network']['route'];

export function routeInWords({ gateway, ipv4Gateway = null, witness }: Route): string {
  if (gateway === null && witness === 'declared') return 'where ::/0 leads is unknown';
  const ipv6 = gateway === null ? 'there is no route ::/0' : `::/0 leads to ${gateway}`;
  const ipv4 = ipv4Gateway === null ? '' : `, 0.0.0.0/0 leads to ${ipv4Gateway}`;
  return `${ipv6}${ipv4}, ${WITNESSES[witness]}`;
}

const WITNESSES: Readonly<Record<Route['witness'], string>> = {
  ec2: 'confirmed by EC2',
  template: 'by the template',
  declared: 'declared by the stack',
};
