/** The grants for the probe's own image in ECR, so that the probe can try the pull of a private image. */
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { ENV } from '../../../lambda/report/stack-contract.ts';
import type { TargetResource } from '../targets/target-resource.ts';
import type { ProbeImage } from './probe-image.ts';

/** What a pull requires (Amazon ECR user guide, "Private registry authentication"). */
export function pullStatements({ repository }: ProbeImage): PolicyStatement[] {
  return [
    new PolicyStatement({ actions: ['ecr:GetAuthorizationToken'], resources: ['*'] }),
    new PolicyStatement({
      actions: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
      resources: [repository.repositoryArn],
    }),
  ];
}

export function targetImage(image: ProbeImage): TargetResource {
  return {
    endpointService: 'ecr.dkr',
    environment: { [ENV.image]: image.name },
    statements: pullStatements(image),
  };
}
