/** The modules that `npm run mutate` knows: their code, the tests that hold it without a lab, and the goal. */

export interface MutatedModule {
  /** Files and patterns of code. */
  readonly code: readonly string[];
  /** The unit tests that concern it: no labs, no commands that start processes. */
  readonly tests: readonly string[];
  /** How much of its logic must be noticed, in percent: mutants other than those of strings. */
  readonly goal: number;
}

export const MODULES: Readonly<Record<string, MutatedModule>> = {
  judge: {
    code: ['lambda/report/judge/*.ts'],
    // Generated runs are left out: they take seconds for each mutant, and notice other ones each time.
    tests: ['test/lambda/report/!(*-properties|read-report|report-lines|user-targets|xml).test.ts'],
    goal: 92,
  },
  'address-filter': {
    code: ['lambda/report/{public-address,special-addresses,addresses,vpc-block}.ts'],
    tests: ['test/lambda/report/{public-address,addresses,vpc-block}.test.ts'],
    goal: 92,
  },
  referee: {
    code: ['lib/lab/referee/*.ts'],
    tests: ['test/lab/referee/*.test.ts'],
    goal: 92,
  },
  iam: {
    code: ['lib/lab/services/aws/iam/*.ts'],
    tests: ['test/lab/services/aws/iam/*.test.ts'],
    goal: 92,
  },
  signature: {
    code: ['lib/lab/services/aws/signature.ts'],
    tests: ['test/lab/services/aws/signature.test.ts'],
    goal: 92,
  },
  wiring: {
    // What starts processes is left out: it has no tests without a kernel.
    code: [
      'lib/lab/kernel/**/*.ts',
      '!lib/lab/kernel/{netns,capture}.ts',
      '!lib/lab/kernel/delay/{start-delay,delay-process}.ts',
    ],
    tests: [
      'test/lab/kernel/{packets,wiring,endpoints,read-ledger}.test.ts',
      'test/lab/kernel/delay/*.test.ts',
    ],
    goal: 85,
  },
  rest: {
    code: [
      'lambda/probe/witness/ec2-{protocol,xml}.ts',
      'lambda/probe/attempts/{redirects,server-url}.ts',
      'lambda/probe/registry/{challenge,ecr-answer,manifest}.ts',
      'lambda/report/{evidence-text,image-name,look-up,plain-text,read-report,report-lines,route-table,target-url,user-targets,xml}.ts',
      'lambda/report/pulls/*.ts',
      'lib/deployed/verify/shortcomings.ts',
      'lib/lab/template/routes.ts',
      'lib/report/{compare,allow-list}.ts',
      'lib/report/savings/*.ts',
      'lib/report/terminal/nat-usage.ts',
    ],
    tests: [
      'test/deployed/shortcomings.test.ts',
      'test/lab/template/build-model.test.ts',
      'test/lambda/probe/observe.test.ts',
      'test/lambda/probe/attempts/redirects.test.ts',
      'test/lambda/probe/registry/documents.test.ts',
      'test/lambda/probe/witness/*.test.ts',
      'test/lambda/report/*.test.ts',
      'test/report/*.test.ts',
      'test/report/{savings,terminal}/*.test.ts',
    ],
    goal: 85,
  },
};
