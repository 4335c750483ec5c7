/** Where S3 Vectors is offered, so that a Region without it fails at synthesis and not at deployment. */
import { Token } from 'aws-cdk-lib/core';
import { InvalidSettings, type Settings } from '../settings.ts';

/** As announced with its general availability in December 2025. There may be more by now: `s3Vectors: true` skips the check. */
const REGIONS = [
  ...['us-east-1', 'us-east-2', 'us-west-2', 'ca-central-1'],
  ...['eu-central-1', 'eu-north-1', 'eu-west-1', 'eu-west-2', 'eu-west-3'],
  ...['ap-northeast-1', 'ap-northeast-2', 'ap-south-1', 'ap-southeast-1', 'ap-southeast-2'],
];

/** @throws InvalidSettings for a Region that is not known to have it, unless the setting decides */
export function hasS3Vectors({ s3Vectors }: Pick<Settings, 's3Vectors'>, region: string): boolean {
  if (s3Vectors !== undefined) return s3Vectors;
  if (Token.isUnresolved(region) || REGIONS.includes(region)) return true;
  throw new InvalidSettings([
    `  natless.s3Vectors is not set, and ${region} is not among the Regions known to have S3 Vectors (${REGIONS.join(', ')}): write false to leave the target out, or true if the Region has it by now`,
  ]);
}
