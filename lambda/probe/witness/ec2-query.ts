/** One request in EC2's Query protocol, whose answers are XML. */

import type { XmlElement } from '../../report/xml.ts';
import type { AttemptContext } from '../attempts/attempt.ts';
import { sendSigned } from '../attempts/signed-request.ts';
import { ec2Request, readEc2Answer } from './ec2-protocol.ts';

/** @throws what {@link readEc2Answer} throws */
export function ec2Query(
  context: AttemptContext,
  action: string,
  parameters: Readonly<Record<string, string>>,
): Promise<XmlElement> {
  return sendSigned(context, ec2Request(context, action, parameters), readEc2Answer);
}
