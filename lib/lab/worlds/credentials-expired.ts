/** The function's credentials are past their time: every service of AWS's refuses them, and says so. */
import { declared } from './ec2-without-ipv6.ts';
import { controlsSilent, failed, healthy, type World } from './world.ts';

const WITHOUT_CREDENTIALS = ['ifconfig.me', 'checkip', 'bedrock-runtime'];

export const credentialsExpired: World = {
  name: 'credentials-expired',
  summary: "the functions' credentials have expired",
  credentialsExpired: true,
  expectTarget: (id) => declared(WITHOUT_CREDENTIALS.includes(id) ? healthy(id) : failed('AccessDenied')),
  expectControls: controlsSilent,
};
