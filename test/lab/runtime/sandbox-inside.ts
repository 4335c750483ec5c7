/** Runs inside fresh namespaces: invokes a function in a sandbox, once for each event. */
import { execFileSync } from 'node:child_process';
import { prepareFunction } from '../../../lib/lab/runtime/start-function.ts';
import { serveInside } from '../../../lib/lab/session/spawn-inside.ts';
import type { Invoked, SandboxCase } from './run-sandbox.ts';

const NAMESPACE = 'fn0';

serveInside<SandboxCase, Invoked[]>(
  async ({ codePath, handler, environment, events, timeoutSeconds, memoryMegabytes, runtimePath }) => {
    execFileSync('sh', [
      '-ec',
      `mount -t tmpfs tmpfs /run; mkdir /run/netns; ip netns add ${NAMESPACE}; ip -n ${NAMESPACE} link set lo up`,
    ]);
    const sandbox = await prepareFunction(
      {
        logicalId: 'Function',
        name: 'a-function',
        logGroupName: '/aws/lambda/a-function',
        handler,
        runtime: 'nodejs24.x',
        codePath,
        environment,
        timeoutSeconds,
        memoryMegabytes,
        subnetIds: [],
        securityGroupIds: [],
        ipv6AllowedForDualStack: false,
        roleLogicalId: 'Role',
      },
      {
        namespace: NAMESPACE,
        functionArn: 'arn:aws:lambda:us-west-2:111122223333:function:a-function',
        environment: {},
        resolverAddress: '127.0.0.1',
        ...(runtimePath === null ? {} : { runtimePath }),
      },
    );
    await sandbox.start('');
    const invoked: Invoked[] = [];
    for (const event of events) {
      const { payload, error, logs } = await sandbox.invoke(event);
      invoked.push({
        payload,
        error: error && { errorType: error.errorType, errorMessage: error.errorMessage },
        logs,
      });
    }
    await sandbox.stop();
    return invoked;
  },
);
