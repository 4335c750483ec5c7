/** Checks that this machine can build the image with the program that CDK would run. */
import { spawnSync } from 'node:child_process';
import { InvalidSettings } from '../settings.ts';

/** It answers without its daemon. */
const TIMEOUT_MS = 10_000;

/** CDK's own variable; Finch and Podman take the same arguments. */
const VARIABLE = 'CDK_DOCKER';

/** @throws InvalidSettings at synthesis, since a deployment would only fail after minutes */
export function requireDocker(environment: NodeJS.ProcessEnv): void {
  const program = environment[VARIABLE] || 'docker';
  const { error } = spawnSync(program, ['--version'], { timeout: TIMEOUT_MS, stdio: 'ignore' });
  if (!error) return;
  throw new InvalidSettings([
    `  natless.fargate is true: its image is built with Docker, but "${program}" does not run here (${error.message}): install it, name another builder (${VARIABLE}=finch), or write false`,
  ]);
}
