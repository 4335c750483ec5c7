/** Worlds about the echo services, the witnesses of targets that IAM cannot confirm. */
import { isConditioned } from '../../../../lambda/report/built-in-targets.ts';
import { CHECKIP, ECHOES, hostsWith, IFCONFIG } from '../change/hosts.ts';
import { failed, healthy, healthyExcept, inconclusive } from '../expectations.ts';
import type { TargetExpectation, Theme, World } from '../world.ts';

export const echoes: Theme = {
  title: 'Echo services',
  worlds: [
    {
      name: 'echo-services-down',
      summary: 'both echo services answer 503',
      note: 'Targets with a condition in IAM still pass; the others have no witness.',
      changeInternet: hostsWith(ECHOES, { standIn: 'unavailable' }),
      expectTarget: unconditioned(inconclusive('NoWitness')),
    },
    {
      name: 'echo-answers-markup',
      summary: 'ifconfig.me answers HTML with terminal escape sequences',
      note: 'It proves nothing and does no harm.',
      changeInternet: hostsWith(IFCONFIG, { standIn: 'echo-of-markup' }),
      expectTarget: healthyExcept(['ifconfig.me'], failed('ResponseInvalid')),
    },
    {
      name: 'seen-from-elsewhere',
      summary: "both echo services see another VPC's address",
      note: 'A foreign gateway or a proxy is in the path.',
      changeInternet: hostsWith(ECHOES, { standIn: 'echo-of-another-vpc' }),
      expectTarget: unconditioned(failed('SourceMismatch')),
    },
    {
      name: 'echoes-contradict',
      summary:
        "checkip, over HTTPS, sees another VPC's address; ifconfig.me, over plain HTTP, sees the VPC's",
      note: 'Whatever is on the path can answer plain HTTP, so the address that HTTPS names counts.',
      changeInternet: hostsWith(CHECKIP, { standIn: 'echo-of-another-vpc' }),
      expectTarget: unconditioned(failed('SourceMismatch')),
    },
    {
      name: 'plain-echo-contradicts',
      summary:
        "ifconfig.me, over plain HTTP, sees another VPC's address; checkip, over HTTPS, sees the VPC's",
      note: 'Neither is believed: targets without a condition in IAM have no witness.',
      changeInternet: hostsWith(IFCONFIG, { standIn: 'echo-of-another-vpc' }),
      expectTarget: (id) =>
        id === 'ifconfig.me'
          ? failed('SourceMismatch')
          : unconditioned(inconclusive('NoWitness'))(id, { availabilityZone: null }),
    },
  ],
};

/** What targets report that only the echo services can confirm. */
function unconditioned(expectation: TargetExpectation): World['expectTarget'] {
  return (id) => (isConditioned(id) ? healthy(id) : expectation);
}
