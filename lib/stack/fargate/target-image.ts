/** The grants for the probe's own image in ECR, so that a rehearsal can walk the pull of a private one. */
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { ENV } from '../../../lambda/report/stack-contract.ts';
import type { TargetResource } from '../targets/target-resource.ts';
import type { ProbeImage } from './probe-image.ts';

/** What a pull takes, whoever pulls (Amazon ECR user guide, "Private registry authentication"). */
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
