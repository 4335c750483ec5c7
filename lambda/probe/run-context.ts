/** What all attempts of one run share. */
import { type AddressGuard, orInsideVpc, publicOnly } from '../report/public-address.ts';
import type { RouteFinding } from '../report/witnesses.ts';
import type { ProbeEnvironment } from './environment.ts';
import { ROUTE_WAIT_MS } from './limits.ts';

export interface RunContext {
  readonly environment: ProbeEnvironment;
  /** Fires at the run's deadline. */
  readonly signal: AbortSignal;
  /** A part of all that the run writes, since another run may be under way in the same subnet. */
  readonly runId: string;
  /** Which addresses a user's target may lead to: known once EC2 has named the routes, or did not do so in time. */
  readonly addressGuard: () => Promise<AddressGuard>;
}

/** @param route what the run's own request to EC2 ends with; null where it found no route */
export function startRun(
  environment: ProbeEnvironment,
  signal: AbortSignal,
  route: Promise<RouteFinding | null>,
): RunContext {
  const { vpcIpv4CidrBlocks, vpcIpv6CidrBlocks, inLab, inOthersVpc } = environment;
  const vpcCidrBlocks = [...vpcIpv4CidrBlocks, ...vpcIpv6CidrBlocks];
  return {
    environment,
    signal,
    runId: crypto.randomUUID(),
    addressGuard: async () => {
      const found = await Promise.race([route, nothingAfter(ROUTE_WAIT_MS)]);
      const guard = publicOnly({ vpcCidrBlocks, routes: found?.routes ?? null, inLab });
      return inOthersVpc ? orInsideVpc(guard, { host: null, vpcCidrBlocks }) : guard;
    },
  };
}

function nothingAfter(milliseconds: number): Promise<null> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(null), milliseconds).unref();
  });
}
