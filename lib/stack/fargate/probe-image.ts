/** The image with the probe's code, under a name that can be pulled over IPv6. */
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { IRepository } from 'aws-cdk-lib/aws-ecr';
import { DockerImageAsset, Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { Stack, Stage } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { UserTarget } from '../../../lambda/report/user-targets.ts';
import { writeContainer } from '../../probe-code/bundle.ts';

export interface ProbeImage {
  /** `ACCOUNT.dkr-ecr.REGION.on.aws/REPOSITORY:TAG`: CDK itself uses a host that is IPv4 only (aws/aws-cdk#35052). */
  readonly uri: string;
  readonly repository: IRepository;
}

export function probeImage(scope: Construct, id: string, targets: readonly UserTarget[]): ProbeImage {
  const asset = assetOf(scope, id, targets);
  const { account, region } = Stack.of(scope);
  const { repository, imageTag } = asset;
  return { uri: `${account}.dkr-ecr.${region}.on.aws/${repository.repositoryName}:${imageTag}`, repository };
}

/** CDK copies the folder at once. Until then it is inside the assembly, so that nothing is left elsewhere if synthesis fails. */
function assetOf(scope: Construct, id: string, targets: readonly UserTarget[]): DockerImageAsset {
  const stage = Stage.of(scope);
  if (!stage) throw new Error('an image needs a stage, which an app is');
  const directory = mkdtempSync(join(stage.outdir, 'image-'));
  try {
    writeContainer(directory, targets);
    return new DockerImageAsset(scope, id, { directory, platform: Platform.LINUX_ARM64 });
  } finally {
    rmSync(directory, { recursive: true });
  }
}
