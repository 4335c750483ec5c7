/** Warns of targets on the port of mail, which AWS lets nothing out to: they never answer. */
import { Annotations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { SMTP_PORT } from '../../../lambda/report/judge/silence.ts';
import { quote } from '../../../lambda/report/plain-text.ts';
import type { UserTarget } from '../../../lambda/report/user-targets.ts';

export function warnOfMailPort(scope: Construct, targets: readonly UserTarget[]): void {
  for (const { id, port, expect } of targets) {
    if (port !== SMTP_PORT || expect === 'not-reached') continue;
    Annotations.of(scope).addWarningV2(
      'natless:mailPort',
      `natless.targets has ${quote(id)} on port ${SMTP_PORT}, which AWS blocks from Lambda: name port 587 or 465, or expect "not-reached"`,
    );
  }
}
