/** How many generated cases a property is tried with: a few in the suite, as many as FUZZ_RUNS says in `npm run fuzz`. */
export function fuzzRuns(usual: number): { readonly numRuns: number } {
  return { numRuns: Number(process.env.FUZZ_RUNS ?? usual) };
}
