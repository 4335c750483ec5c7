/** Medians, and a line for each comparison. */

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** One measured ratio or size beside its goal. */
export interface Finding {
  readonly what: string;
  readonly measured: number;
  readonly goal: number;
  readonly unit: string;
  /** What it was made of. */
  readonly detail: string;
}

export function printFinding({ what, measured, goal, unit, detail }: Finding): void {
  const mark = measured <= goal ? '✓' : '✗';
  process.stdout.write(`${mark} ${what}: ${measured.toFixed(2)}${unit} (goal ${goal}${unit}); ${detail}\n`);
}
