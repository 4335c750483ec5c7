/** The vector index: its form for Titan's embeddings, and Regions without S3 Vectors. */
import { describe, expect, test } from 'vitest';
import { ENV } from '../../lambda/report/stack-contract.ts';
import { InvalidSettings } from '../../lib/stack/settings.ts';
import { hasS3Vectors } from '../../lib/stack/targets/s3-vectors-regions.ts';
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

describe('a Region', () => {
  test('that is known to have S3 Vectors gets an index', () => {
    expect(hasS3Vectors({}, 'us-west-2')).toBe(true);
  });

  test('that is not known yet gets an index', () => {
    expect(hasS3Vectors({}, synthesized().stack.region)).toBe(true);
  });

  test('that is not known to have it is an error that names the setting', () => {
    expect(() => hasS3Vectors({}, 'mx-central-1')).toThrow(InvalidSettings);
    expect(() => hasS3Vectors({}, 'mx-central-1')).toThrow(
      /natless\.s3Vectors .* mx-central-1 .* write false/,
    );
  });

  test.each([true, false])('does not matter where the setting is %s', (s3Vectors) => {
    expect(hasS3Vectors({ s3Vectors }, 'mx-central-1')).toBe(s3Vectors);
  });
});
