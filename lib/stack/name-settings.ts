/** The settings of names and tags: how what the stack builds is called in an account. */
import { z } from 'zod';

const name = z
  .string('write a name in quotes')
  .regex(/^[\w .:/=+@-]{1,128}$/, 'write 1 to 128 letters, digits, spaces or any of _ . : / = + - @')
  .optional();

/** CloudFormation's limits for the tags of a stack (API Reference, Tag). */
const TAGS = 50;
const VALUE = 'write a value of at most 256 letters, digits, spaces or any of _ . : / = + - @ in quotes';
const TAG_KEY = /^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/iu;

export const nameSettings = {
  /** Whether the names are those of the article that natless grew from. @default false */
  articleNames: z.boolean('write true or false').default(false),
  /** The VPC's Name tag. @default 'natless' */
  vpcName: name,
  /** The part before the Availability Zone in a public subnet's Name tag. @default 'natless-public' */
  publicSubnetName: name,
  /** The part before the Availability Zone in a private subnet's Name tag. @default 'natless-private' */
  privateSubnetName: name,
  /** Tags of the stack, which CloudFormation gives to all of its resources that take tags. @default - none */
  tags: z
    .record(
      z.string(),
      z.string(VALUE).regex(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u, VALUE),
      'write an object such as {"team": "network"}',
    )
    .refine((tags) => Object.keys(tags).every((key) => TAG_KEY.test(key)), {
      error:
        'write keys of 1 to 128 letters, digits, spaces or any of _ . : / = + - @ that do not begin with aws:',
    })
    .refine((tags) => Object.keys(tags).length <= TAGS, `write at most ${TAGS} tags`)
    .optional(),
};

export interface Names {
  readonly vpcName: string;
  readonly publicSubnetName: string;
  readonly privateSubnetName: string;
}

const OWN: Names = {
  vpcName: 'natless',
  publicSubnetName: 'natless-public',
  privateSubnetName: 'natless-private',
};
const OF_ARTICLE: Names = {
  vpcName: 'vpc-Develop-Network',
  publicSubnetName: 'sub-public',
  privateSubnetName: 'sub-private',
};

/** A name that is given counts before either. */
export function namesIn({
  articleNames,
  ...given
}: { readonly articleNames: boolean } & { readonly [Key in keyof Names]?: string | undefined }): Names {
  const { vpcName, publicSubnetName, privateSubnetName } = articleNames ? OF_ARTICLE : OWN;
  return {
    vpcName: given.vpcName ?? vpcName,
    publicSubnetName: given.publicSubnetName ?? publicSubnetName,
    privateSubnetName: given.privateSubnetName ?? privateSubnetName,
  };
}
