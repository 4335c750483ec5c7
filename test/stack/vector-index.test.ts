/** The vector index: its form for Titan's embeddings. */
import { expect, test } from 'vitest';
import { ENV } from '../../lambda/report/stack-contract.ts';
import { mentions } from './strings-in.ts';
import { synthesized } from './synthesized.ts';

test("takes vectors of Titan's size and compares them by cosine", () => {
  synthesized().template.hasResourceProperties('AWS::S3Vectors::Index', {
    DataType: 'float32',
    Dimension: 1024,
    DistanceMetric: 'cosine',
  });
});

test('is left out by the setting, with its grant and its variable', () => {
  const { template, resources } = synthesized({ s3Vectors: false });
  template.resourceCountIs('AWS::S3Vectors::VectorBucket', 0);
  template.resourceCountIs('AWS::S3Vectors::Index', 0);
  expect(mentions(resources, new RegExp(`s3vectors|${ENV.vectorIndexArn}`))).toEqual([]);
});
