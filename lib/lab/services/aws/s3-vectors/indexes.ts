/** The vector indexes of a template, empty. */
import type { Model } from '../../../template/model.ts';
import type { DistanceMetric } from './distance.ts';

export interface StoredVector {
  readonly key: string;
  readonly values: readonly number[];
  readonly metadata: Readonly<Record<string, unknown>> | undefined;
}

export interface IndexData {
  readonly dimension: number;
  readonly distanceMetric: DistanceMetric;
  readonly vectors: Map<string, StoredVector>;
}

/** By ARN, which `Ref` of an index returns. */
export function indexesOf({ others }: Model): ReadonlyMap<string, IndexData> {
  const found = others.filter(({ type }) => type === 'AWS::S3Vectors::Index');
  return new Map(
    found.map(({ logicalId, id, properties }) => [
      id,
      {
        dimension: Number(properties.Dimension),
        distanceMetric: metricOf(properties.DistanceMetric, logicalId),
        vectors: new Map(),
      },
    ]),
  );
}

function metricOf(value: unknown, logicalId: string): DistanceMetric {
  if (value === 'cosine' || value === 'euclidean') return value;
  throw new Error(
    `the index "${logicalId}" has the DistanceMetric "${value}": it should be cosine or euclidean`,
  );
}
