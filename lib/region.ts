/** The names of AWS Regions. */
import { UserError } from './user-error.ts';

/** In all partitions: `us-west-2`, `us-gov-east-1`, `cn-north-1`, `eusc-de-east-1`. */
const REGION = /^[a-z]{2,5}(-[a-z]+)+-\d{1,2}$/;

/** Whether it has the form of a Region's name: AWS adds Regions, so that no list of them stays complete. */
export function isRegion(text: string): boolean {
  return REGION.test(text);
}

/** @throws UserError */
export function requireRegion(text: string): string {
  if (isRegion(text)) return text;
  throw new UserError(`the Region is "${text}": write one such as us-west-2`);
}
