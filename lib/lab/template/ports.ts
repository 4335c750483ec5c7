/** What a rule of a security group or network ACL selects within its protocol: ports, or ICMP's types and codes. */
import type { StackResource } from './stack.ts';
import { errorAt } from './template-error.ts';

export interface PortRange {
  readonly from: number;
  readonly to: number;
}

const LAST_PORT = 65_535;

/** ICMP's type and code have a byte each (RFC 792, RFC 4443). */
const LAST_TYPE = 255;
const EVERY = -1;

export function requirePorts(resource: StackResource, { from, to }: PortRange): PortRange {
  if (from >= 0 && from <= to && to <= LAST_PORT) return { from, to };
  throw errorAt(resource, `${from} to ${to} is not a range of ports, which are 0 to ${LAST_PORT}`);
}

/** @returns null for every type, where -1 is also the code (EC2, IpPermission) */
export function requireIcmp(
  resource: StackResource,
  { type, code }: { readonly type: number; readonly code: number },
): PortRange | null {
  const fits = [type, code].every((value) => value >= EVERY && value <= LAST_TYPE);
  if (fits && type === EVERY && code === EVERY) return null;
  if (fits && type !== EVERY) return { from: type, to: code };
  throw errorAt(
    resource,
    `${type} and ${code} are not a type and a code of ICMP: write 0 to ${LAST_TYPE} for each, or -1 for every code or for both`,
  );
}
