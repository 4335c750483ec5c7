/** The parts that the fields of a described VPC are made of, each with the sentence for a wrong value. */
import { z } from 'zod';
import { parseBlock } from '../../lambda/report/addresses.ts';

/** More than AWS allows of anything in one VPC by default, and what the lab can follow. */
const MOST = 5_000;

export function isEc2Id(prefix: string, text: string): boolean {
  return new RegExp(`^${prefix}-[0-9a-f]{8,17}$`).test(text);
}

export function id(prefix: string) {
  const message = `write an id like ${prefix}-0123456789abcdef0`;
  return z.string(message).refine((text) => isEc2Id(prefix, text), message);
}

function block(family: 'IPv4' | 'IPv6') {
  const message = `write an ${family} block like ${family === 'IPv4' ? '10.0.0.0/16' : '2001:db8::/56'}`;
  return z.string(message).refine((text) => parseBlock(text)?.family === family, message);
}

/** Names that AWS or a person chose: they go into reports, which clean them. */
export const name = z.string('write a text').min(1, 'write a text').max(512, 'write at most 512 characters');
export const flag = z.boolean('write true or false');
export const number = z.int('write a whole number');
export const ipv4Block = block('IPv4');
export const ipv6Block = block('IPv6');

export function list<Item extends z.ZodType>(item: Item) {
  return z.array(item, 'write a list').max(MOST, `write at most ${MOST} of them`);
}

/** Null where the account was not asked successfully: `gaps` says why. */
export function section<Item extends z.ZodType>(item: Item) {
  return list(item).nullable();
}

export const placed = { subnetIds: list(id('subnet')), securityGroupIds: list(id('sg')) };
