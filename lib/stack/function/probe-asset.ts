/** The probe's code as a CDK asset, bundled at synthesis. */
import { join } from 'node:path';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { AssetHashType, type BundlingOptions, DockerImage } from 'aws-cdk-lib/core';
import type { UserTarget } from '../../../lambda/report/user-targets.ts';
import { CODE } from '../../folders.ts';
import { writeProbe } from '../../probe-code/bundle.ts';

const PROBE = join(CODE, 'lambda', 'probe');

/** One asset for all functions. */
export function probeCode(targets: readonly UserTarget[]): Code {
  return Code.fromAsset(PROBE, {
    assetHashType: AssetHashType.OUTPUT,
    bundling: locally((outdir) => writeProbe(outdir, targets)),
  });
}

function locally(write: (outdir: string) => void): BundlingOptions {
  return {
    // Required by the type but never used: bundling locally either succeeds or throws.
    image: DockerImage.fromRegistry('public.ecr.aws/lambda/nodejs:24'),
    local: {
      tryBundle(outdir: string): boolean {
        write(outdir);
        return true;
      },
    },
  };
}
