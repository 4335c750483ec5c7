/** `natless describe`: a VPC of an account, and what runs in it, as a file for the lab. */
import { InvalidArgumentError } from 'commander';
import { requireRegion } from '../../region.ts';
import { isEc2Id } from '../../vpc-file/fields.ts';
import { type RunCommand, STATUS } from '../context.ts';
import { createCommand } from '../help.ts';
import { type PlaceArguments, placeOf } from '../options/place.ts';
import { jsonOf, note } from '../print.ts';
import { createProgress } from '../progress.ts';

const TEXT = {
  name: 'describe',
  description:
    'Reads a VPC of your account, and what runs in it, and prints the file that\n' +
    '--vpc-file of lab, exec, what-if and targets takes. It changes nothing. Only\n' +
    "hosts get from the workloads' variables into the file. What cannot be read is\n" +
    'named in it, and the rest goes on. docs/describe.md has the permissions.',
  examples: [
    'natless describe vpc-0123456789abcdef0 > vpc.json',
    'natless describe vpc-0123456789abcdef0 --region us-west-2 --profile prod',
  ],
} as const;

export const describe: RunCommand = async (argv, context) => {
  const command = createCommand(TEXT, context)
    .argument('<vpc>', '', vpcId)
    .option('--region <region>', "its Region (default: AWS_REGION or the profile's)", requireRegion)
    .option('--profile <profile>', 'profile with credentials (default: AWS_PROFILE)')
    .parse(argv, { from: 'user' });
  const place = await placeOf(command.opts<PlaceArguments>(), context);
  const { describeVpc } = await import('../../deployed/describe/describe-vpc.ts');
  const { hostsInEnvironment } = await import('../../targets/hosts/hosts-in-variable.ts');
  const { isKnownPolicy } = await import('../../targets/iam/managed-policies.ts');
  const progress = createProgress(context.stderr);
  const [id = ''] = command.processedArgs as string[];
  progress.step(`reading ${id} in ${place.region}`);
  const file = await describeVpc({
    ...{ vpcId: id, place, signal: context.signal },
    isKnownPolicy,
    hostsIn: (variables) => hostsInEnvironment(variables, place.region),
  }).finally(progress.done);
  context.stdout.write(jsonOf(file));
  const refused = file.gaps.filter(({ permission }) => permission !== null);
  for (const { what, why } of refused) note(`not in the file: the ${what}: ${why}`, context);
  return refused.length === 0 ? STATUS.asExpected : STATUS.unexpected;
};

function vpcId(text: string): string {
  if (isEc2Id('vpc', text)) return text;
  throw new InvalidArgumentError('write the id of a VPC, like vpc-0123456789abcdef0');
}
