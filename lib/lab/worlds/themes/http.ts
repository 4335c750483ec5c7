/** Worlds about answers that are late, broken or unwelcome. */
import { changeFunctions } from '../change/functions.ts';
import { hostsWith, IFCONFIG, S3, STS } from '../change/hosts.ts';
import { controlsMeaningless, failed, healthyExcept, inconclusive, S3_TARGETS } from '../expectations.ts';
import type { Theme } from '../world.ts';

export const http: Theme = {
  title: 'HTTP',
  worlds: [
    {
      name: 'service-hangs',
      summary: 'STS takes the request and never answers',
      changeInternet: hostsWith(STS, { standIn: 'hanging' }),
      expectTarget: healthyExcept(['sts'], failed('RequestTimeout')),
    },
    {
      name: 'service-resets',
      summary: 'STS takes the request and resets the connection',
      changeInternet: hostsWith(STS, { standIn: 'resetting' }),
      expectTarget: healthyExcept(['sts'], failed('ConnectionReset')),
    },
    {
      name: 'answer-breaks-off',
      summary: 'ifconfig.me resets the connection in the middle of its answer',
      changeInternet: hostsWith(IFCONFIG, { standIn: 'resetting-in-body' }),
      expectTarget: healthyExcept(['ifconfig.me'], failed('ConnectionReset')),
    },
    {
      name: 'answer-without-end',
      summary: 'ifconfig.me answers a megabyte',
      note: 'The probe reads up to a limit and finds no address.',
      changeInternet: hostsWith(IFCONFIG, { standIn: 'oversized' }),
      expectTarget: healthyExcept(['ifconfig.me'], failed('ResponseInvalid')),
    },
    {
      name: 'throttled',
      summary: 'S3 answers SlowDown',
      note: 'The network works, but nothing is proved.',
      changeInternet: hostsWith(S3, { standIn: 'throttling' }),
      expectTarget: healthyExcept(S3_TARGETS, inconclusive('Throttled')),
    },
    {
      name: 'no-time',
      summary: 'the function has nine seconds, and STS never answers',
      note: 'The report is ready in time and says what was cut off.',
      changeTemplate: (template) =>
        changeFunctions(template, (properties) => ({ ...properties, Timeout: 9 })),
      changeInternet: hostsWith(STS, { standIn: 'hanging' }),
      expectTarget: healthyExcept(['sts'], inconclusive('CutOff')),
      expectControls: controlsMeaningless,
    },
  ],
};
