/** The distance between two vectors of the same length. */

export type DistanceMetric = 'cosine' | 'euclidean';

export function distanceBetween(a: readonly number[], b: readonly number[], metric: DistanceMetric): number {
  return metric === 'cosine' ? cosineDistance(a, b) : Math.sqrt(dot(difference(a, b), difference(a, b)));
}

/** From 0 for the same direction to 2 for the opposite one. */
function cosineDistance(a: readonly number[], b: readonly number[]): number {
  return 1 - dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
}

function difference(a: readonly number[], b: readonly number[]): number[] {
  return a.map((value, index) => value - (b[index] ?? 0));
}
