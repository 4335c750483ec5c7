/** Where a subnet's default routes lead, and how that is known. */
import type { Run } from '../../lambda/report/report-schema.ts';

/** @param inLab whether EC2 was the lab's stand-in */
export function routeInWords(
  { gateway, ipv4Gateway = null, witness }: Run['network']['route'],
  inLab: boolean,
): string {
  if (gateway === null && witness === 'declared') return 'where ::/0 leads is unknown';
  const ipv6 = gateway === null ? 'there is no route ::/0' : `::/0 leads to ${gateway}`;
  const ipv4 = ipv4Gateway === null ? '' : `, 0.0.0.0/0 leads to ${ipv4Gateway}`;
  return `${ipv6}${ipv4}, ${WITNESSES[witness](inLab)}`;
}

const WITNESSES: Readonly<Record<Run['network']['route']['witness'], (inLab: boolean) => string>> = {
  ec2: (inLab) => `confirmed by ${inLab ? "the lab's EC2" : 'EC2'}`,
  template: () => 'by the template',
  declared: () => 'declared by the stack',
};
