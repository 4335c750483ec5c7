/** The image that holds the probe's code, by the name that can be pulled over IPv6. */
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { IRepository } from 'aws-cdk-lib/aws-ecr';
import { DockerImageAsset, Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { Stack, Stage } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { UserTarget } from '../../../lambda/report/user-targets.ts';
import { writeContainer } from '../../probe-code/bundle.ts';

export interface ProbeImage {
  /** `REPOSITORY:TAG`. */
  readonly name: string;
  /** `ACCOUNT.dkr-ecr.REGION.on.aws/REPOSITORY:TAG`: CDK itself names images by a host that has IPv4 alone (aws/aws-cdk#35052). */
  readonly uri: string;
  readonly repository: IRepository;
}

export function probeImage(scope: Construct, id: string, targets: readonly UserTarget[]): ProbeImage {
  const asset = assetOf(scope, id, targets);
  const { account, region } = Stack.of(scope);
  const { repository, imageTag } = asset;
  const name = `${repository.repositoryName}:${imageTag}`;
  return { name, uri: `${account}.dkr-ecr.${region}.on.aws/${name}`, repository };
}

/** CDK copies the folder at once, which stands in the assembly's own meanwhile: whatever ends the synthesis, nothing is left elsewhere. */
function assetOf(scope: Construct, id: string, targets: readonly UserTarget[]): DockerImageAsset {
  const stage = Stage.of(scope);
  if (!stage) throw new Error('an image has a place only within an app');
  const directory = mkdtempSync(join(stage.outdir, 'image-'));
  try {
    writeContainer(directory, targets);
    return new DockerImageAsset(scope, id, { directory, platform: Platform.LINUX_ARM64 });
  } finally {
    rmSync(directory, { recursive: true });
  }
}
