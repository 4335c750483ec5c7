/** The settings of what is tried: the user's targets, and an image of the account's. */
import { z } from 'zod';
import { imageIn } from '../../lambda/report/image-name.ts';
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

/** An alarm's name has at most 255 characters, and also holds the stack's name, of up to 128. */
const MEASURED_LIMIT_CHARACTERS = 100;

/**
 * CloudWatch takes a dimension's value of ASCII without control characters that does not begin with a colon, and drops
 * any other with its metric (CloudWatch API Reference, Dimension).
 */
function unmeasurable({ id, metrics }: UserTarget): string[] {
  const fits = /^[\x20-\x7e]+$/.test(id) && !id.startsWith(':') && id.length <= MEASURED_LIMIT_CHARACTERS;
  if (!metrics || fits) return [];
  return [
    `natless.targets has ${quote(id)} with "metrics": true, but CloudWatch does not take that as a metric's target: give it a "name" of 1 to ${MEASURED_LIMIT_CHARACTERS} ASCII characters that does not begin with a colon`,
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
