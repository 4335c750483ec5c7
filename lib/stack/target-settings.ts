/** The settings of what is tried: the user's targets, and an image of the account's. */
import { z } from 'zod';
import { imageIn } from '../../lambda/report/image-name.ts';
import { DIMENSION_LIMIT_CHARACTERS, isDimension } from '../../lambda/report/metric-names.ts';
import { quote } from '../../lambda/report/plain-text.ts';
import { parseUserTargets, type UserTarget } from '../../lambda/report/user-targets.ts';

/** Each problem says where it is: the parser quotes the value. */
export const targets = z
  .unknown()
  .optional()
  .transform((list, context): readonly UserTarget[] => {
    const parsed = parseUserTargets(list ?? [], 'natless.targets');
    for (const message of [...parsed.problems, ...parsed.targets.flatMap(unmeasurable)]) {
      context.issues.push({ code: 'custom', message, input: list });
    }
    return parsed.targets;
  });

/** CloudWatch would drop the metric. */
function unmeasurable({ id, metrics }: UserTarget): string[] {
  if (!metrics || isDimension(id)) return [];
  return [
    `natless.targets has ${quote(id)} with "metrics": true, but CloudWatch does not take that as a metric's target: give it a "name" of 1 to ${DIMENSION_LIMIT_CHARACTERS} ASCII characters that does not begin with a colon`,
  ];
}

/** The registry that an image's full name begins with. */
const REGISTRY = /^\d{12}\.dkr[.-]ecr\./;

/** Where CDK keeps the images of all stacks that it deploys to the account and Region. */
const CDK_REPOSITORY = /^cdk-[a-z0-9_-]+-container-assets-/;

/** An image in the account's ECR: the roles get to pull from its repository, so it must not be one that all stacks share. */
export const ecrImage = z
  .string('write a repository and a tag in quotes, such as "my-app:1.0"')
  .refine((image) => imageIn({ pathname: `/${image}`, search: '' }) !== null && !REGISTRY.test(image), {
    error: 'write a repository of the account\'s ECR and a tag, without a host, such as "my-app:1.0"',
  })
  .refine((image) => !CDK_REPOSITORY.test(image), {
    error: "it is in CDK's repository, which has the images of all stacks: write a repository of its own",
  })
  .optional();
