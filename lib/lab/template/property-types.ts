/** The shapes that properties have after evaluation; CloudFormation is lax about strings, numbers and booleans. */
import { z } from 'zod';
import { parseBlock } from '../../../lambda/report/addresses.ts';

export const text = z
  .union([z.string(), z.number(), z.boolean()], 'should be a string')
  .transform(String)
  .refine((value) => !value.includes('\0'), 'should not have a NUL character');
export const optionalText = text.optional();

const WHOLE_NUMBER = 'should be a whole number';

export const number = z
  .union([z.number(), z.string().regex(/^-?\d+$/, WHOLE_NUMBER)], WHOLE_NUMBER)
  .transform(Number)
  .refine(Number.isSafeInteger, WHOLE_NUMBER);

/** The arguments of `refine`. */
export function within(least: number, most: number): [check: (value: number) => boolean, message: string] {
  return [(value) => value >= least && value <= most, `should be from ${least} to ${most}`];
}

const TRUE_OR_FALSE = 'should be true or false';

/** A boolean or its word in any case: some templates write `True`. */
export const flag = z
  .union([z.boolean(), z.string().regex(/^(true|false)$/i, TRUE_OR_FALSE)], TRUE_OR_FALSE)
  .transform((value) => String(value).toLowerCase() === 'true')
  .optional();

export const textList = z.array(text, 'should be a list of strings');

/** A property that the lab cannot model: it is an error, since it could change what is reachable. */
export function refused(reason: string) {
  return z.undefined(`the lab cannot model it: ${reason}`).optional();
}

const EXAMPLES = { IPv4: '10.1.0.0/16', IPv6: '2001:db8::/56' } as const;

export const ipv4CidrBlock = cidrBlock('IPv4');
export const ipv6CidrBlock = cidrBlock('IPv6');

/** @param other the property that takes a block of the other family, for the message about one */
export function cidrBlock(family: keyof typeof EXAMPLES, other?: string) {
  return text.refine((value) => familyOfBlock(value) === family, {
    error: ({ input }) => {
      const isOther = other !== undefined && familyOfBlock(String(input)) !== null;
      return `should be an ${family} CIDR block like ${EXAMPLES[family]}${isOther ? `: this one goes into ${other}` : ''}`;
    },
  });
}

function familyOfBlock(value: string): keyof typeof EXAMPLES | null {
  return parseBlock(value)?.family ?? null;
}

const tag = z.object({ Key: text, Value: text });
export const tags = z.array(tag).optional();

/** The Name tag's value. */
export function nameTag(list: z.output<typeof tags>): string | undefined {
  return list?.find(({ Key }) => Key === 'Name')?.Value;
}
