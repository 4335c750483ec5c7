/** Values that the network needs and a template cannot have, each with the option that gives it. */
import { UserError } from '../../user-error.ts';

export interface MissingValue {
  /** `Pick.AvailabilityZone`. */
  readonly name: string;
  /** `--value Pick.AvailabilityZone=…`. */
  readonly option: string;
}

export class MissingValues extends UserError {
  readonly values: readonly MissingValue[];

  constructor(message: string, values: readonly MissingValue[], options?: ErrorOptions) {
    super(message, options);
    this.values = values;
  }
}

/** @param fault what the template lacks, in words that "give it with --…" can follow */
export function missingValue(fault: string, value: MissingValue): MissingValues {
  return new MissingValues(`${fault}: give it with ${value.option}`, [value]);
}

/** The values whose lack is the cause of an error; none for an error of another kind. */
export function missingIn(error: unknown): readonly MissingValue[] {
  if (error instanceof MissingValues) return error.values;
  return error instanceof Error && error.cause !== undefined ? missingIn(error.cause) : [];
}

/** One error for all: where it is only values that are missing, it names every one of them. */
export function joinErrors(errors: readonly UserError[]): UserError | undefined {
  const [first, second] = errors;
  const other = errors.find((error) => missingIn(error).length === 0);
  if (other || !second) return other ?? first;
  const byOption = new Map(errors.flatMap(missingIn).map((value) => [value.option, value]));
  const values = [...byOption.values()];
  if (values.length === 1) return first;
  const listed = values.map(({ name, option }) => `${name} (${option})`).join(', ');
  return new MissingValues(`the network needs ${values.length} values that are not known: ${listed}`, values);
}

/** Runs all before it throws, so that values missing in different places are named together. */
export function runAll<Result>(runs: readonly (() => Result)[]): Result[] {
  const results: Result[] = [];
  const errors: UserError[] = [];
  for (const run of runs) {
    try {
      results.push(run());
    } catch (error) {
      if (!(error instanceof UserError) || missingIn(error).length === 0) throw error;
      errors.push(error);
    }
  }
  const joined = joinErrors(errors);
  if (joined) throw joined;
  return results;
}

/** The block of a VPC or subnet that a pool of IPAM chooses. */
export function missingBlock(logicalId: string, property: string): MissingValues {
  const name = `${logicalId}.${property}`;
  return missingValue(`the block that IPAM chooses for "${logicalId}" is not in the template`, {
    name,
    option: `--value ${name}=…`,
  });
}
