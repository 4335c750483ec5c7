/** Renders a run's controls: the tries over IPv4 and the read that IAM must deny. */
import { isAnsweredByEndpoint } from '../../../lambda/report/judge/judge-control.ts';
import { isOthers } from '../../../lambda/report/judge/sum-without-nat.ts';
import { plainText } from '../../../lambda/report/plain-text.ts';
import type { Control, Run } from '../../../lambda/report/report-schema.ts';
import type { Paint } from './paint.ts';

/** @param run without expectations of IPv4 where the network is another project's */
export function renderControls(run: Run, paint: Paint): string[] {
  const { controls } = run;
  if (isOthers(run)) return [renderConnects(controls)];
  if (controls.length === 0) return ['controls: none tried'];
  const ipv4 = controls.filter((control) => control.kind === 'ipv4' && !isAnsweredByEndpoint(control));
  const carried = controls.filter(isAnsweredByEndpoint).map(({ id }) => id);
  const iam = controls.filter(({ kind }) => kind === 'iam');
  return [
    ...(ipv4.length > 0 ? [`IPv4 controls: ${ipv4Words(ipv4, paint)}`] : []),
    ...(carried.length > 0
      ? [plainText(`VPC endpoints answered over IPv4, as they should: ${carried.join(', ')}`)]
      : []),
    ...iam.map((control) => `IAM control: ${iamWords(control, paint)}`),
  ];
}

function renderConnects(controls: readonly Control[]): string {
  const ipv4 = controls.filter(({ kind }) => kind === 'ipv4');
  const answered = ipv4.filter(({ succeeded }) => succeeded).map(({ id }) => id);
  if (ipv4.length === 0) return 'IPv4: not tried';
  if (ipv4.every(({ unsent }) => unsent)) return 'IPv4: there is none here';
  const which = answered.length === 0 || answered.length === ipv4.length ? '' : `: ${answered.join(', ')}`;
  return plainText(`IPv4: ${answered.length} of ${ipv4.length} connects answered${which}`, 1_000);
}

function ipv4Words(controls: readonly Control[], paint: Paint): string {
  const answered = controls.filter(({ succeeded }) => succeeded).map(({ id }) => id);
  const all = `${controls.length} of ${controls.length}`;
  if (answered.length > 0) {
    const some = `${answered.length} of ${controls.length}`;
    return paint('yellow', plainText(`${some} answered, but should be blocked: ${answered.join(', ')}`));
  }
  if (controls.every(({ unsent }) => unsent)) return `${all} could not be sent: there is no IPv4 here`;
  return controls.some(({ meaningful }) => meaningful)
    ? `${all} blocked, as they should be`
    : `${all} blocked, which proves nothing, since IPv6 failed too`;
}

function iamWords({ succeeded, meaningful }: Control, paint: Paint): string {
  if (succeeded) return paint('yellow', "allowed, but should be denied to the VPC's IPv6 addresses");
  return meaningful
    ? 'denied, as it should be'
    : 'proves nothing, since IAM did not vouch for the other requests';
}
