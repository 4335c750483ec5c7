/** VPC Block Public Access: what it leaves of each subnet's connections to and from the internet. */
import { z } from 'zod';
import type { PublicAccess, Vpc } from './model.ts';
import { requireSameVpc } from './one-vpc.ts';
import { optionalText } from './property-types.ts';
import { idIn, readEach } from './read-each.ts';
import type { Stack, StackResource } from './stack.ts';
import { errorAt, unknownId } from './template-error.ts';

const optionsSchema = z.object({
  InternetGatewayBlockMode: z.enum(['block-bidirectional', 'block-ingress']),
});

const exclusionSchema = z.object({
  InternetGatewayExclusionMode: z.enum(['allow-bidirectional', 'allow-egress']),
  SubnetId: optionalText,
  VpcId: optionalText,
});

type BlockMode = z.output<typeof optionsSchema>['InternetGatewayBlockMode'];

interface Exclusion {
  readonly mode: z.output<typeof exclusionSchema>['InternetGatewayExclusionMode'];
  /** Null for the whole VPC. */
  readonly subnetId: string | null;
}

/** An account has one setting in each Region; if the template does not contain it, it is off. */
export function publicAccessOfSubnets(
  stack: Stack,
  vpc: Vpc,
  subnets: readonly { readonly id: string }[],
): (subnetId: string) => PublicAccess {
  const [options, rival] = optionsIn(stack);
  if (rival) {
    throw errorAt(
      rival,
      `an account has one such resource, and the template already has ${options?.logicalId}`,
    );
  }
  const mode = options ? stack.read(options, optionsSchema).InternetGatewayBlockMode : null;
  const affects = (resource: StackResource) => [
    idIn(stack, resource, 'SubnetId') ?? idIn(stack, resource, 'VpcId') ?? vpc.id,
  ];
  const resources = stack.resourcesOfType('AWS::EC2::VPCBlockPublicAccessExclusion');
  const exclusions = readEach(stack, resources, affects, (resource) =>
    readExclusion(stack, resource, { vpc, subnets }),
  );
  return (subnetId) => {
    const modes = exclusions
      .filter((exclusion) => exclusion.subnetId === null || exclusion.subnetId === subnetId)
      .map((exclusion) => exclusion.mode);
    return mode === null ? 'open' : accessUnder(mode, modes);
  };
}

/** The logical id of what blocks public access; undefined where the template has nothing that does. */
export function publicAccessBlock(stack: Stack): string | undefined {
  return optionsIn(stack)[0]?.logicalId;
}

function optionsIn(stack: Stack): readonly StackResource[] {
  return stack.resourcesOfType('AWS::EC2::VPCBlockPublicAccessOptions');
}

function readExclusion(
  stack: Stack,
  resource: StackResource,
  { vpc, subnets }: { readonly vpc: Vpc; readonly subnets: readonly { readonly id: string }[] },
): Exclusion {
  const { InternetGatewayExclusionMode: mode, SubnetId, VpcId } = stack.read(resource, exclusionSchema);
  if ((SubnetId === undefined) === (VpcId === undefined)) {
    throw errorAt(resource, `an exclusion has exactly one of SubnetId and VpcId`);
  }
  if (VpcId !== undefined) requireSameVpc(resource, VpcId, vpc);
  if (SubnetId !== undefined && !subnets.some(({ id }) => id === SubnetId)) {
    throw unknownId(resource, 'SubnetId', SubnetId, 'subnet');
  }
  return { mode, subnetId: SubnetId ?? null };
}

/** An egress-only exclusion applies only to the bidirectional mode (VPC User Guide, "Block public access"). */
function accessUnder(mode: BlockMode, exclusions: readonly Exclusion['mode'][]): PublicAccess {
  if (exclusions.includes('allow-bidirectional')) return 'open';
  if (mode === 'block-ingress') return 'egress-only-gateways';
  return exclusions.includes('allow-egress') ? 'egress' : 'none';
}
