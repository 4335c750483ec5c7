/** Where the deployed stack is: its name, Region and AWS profile, from flags and the usual variables. */
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { requireRegion } from '../region.ts';
import { UserError } from '../user-error.ts';

export interface Place {
  readonly stackName: string;
  readonly region: string;
  /** Null for the SDK's default credentials. */
  readonly profile: string | null;
}

/** What the user's flags say. */
interface Wanted {
  readonly stack: string;
  readonly region?: string;
  readonly profile?: string;
}

/** CloudFormation's own rule for a stack's name. */
const STACK_NAME = /^[A-Za-z][A-Za-z0-9-]{0,127}$/;

/** @throws UserError where no Region is named, or the Region or the stack's name is not valid */
export async function findPlace(wanted: Wanted, variables: NodeJS.ProcessEnv): Promise<Place> {
  const profile = wanted.profile || variables.AWS_PROFILE || variables.AWS_DEFAULT_PROFILE || null;
  const named = wanted.region || variables.AWS_REGION || variables.AWS_DEFAULT_REGION;
  const region = named || (await regionOfProfile(profile));
  requireRegion(region);
  if (!STACK_NAME.test(wanted.stack)) {
    throw new UserError(
      `the stack is "${wanted.stack}": a stack's name has letters, digits and hyphens, and begins with a letter`,
    );
  }
  return { stackName: wanted.stack, region, profile };
}

/** Read as the SDK reads it, from the shared configuration. */
async function regionOfProfile(profile: string | null): Promise<string> {
  const client = new CloudFormationClient(profile === null ? {} : { profile });
  try {
    return await client.config.region();
  } catch {
    const where = profile === null ? 'the default profile' : `profile "${profile}"`;
    throw new UserError(
      `no Region is named, and ${where} has none: add --region us-west-2 (or yours), or set AWS_REGION`,
    );
  } finally {
    client.destroy();
  }
}
