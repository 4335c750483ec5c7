/** Where Titan Text Embeddings V2 is known to be missing, so that its Region is told so at synth. */
import { Token } from 'aws-cdk-lib/core';
import { InvalidSettings, type Settings } from '../settings.ts';

/**
 * Only those that are known to be without it, as of November 2026 (Amazon Bedrock User Guide, regional availability):
 * nothing is created for the model, so that a Region on neither list costs no failed deployment, and the probe finds out.
 */
const WITHOUT = ['ap-southeast-1'];

/** @throws InvalidSettings for a Region that is known to be without it, unless the setting says which way to go */
export function hasTitan({ bedrockRuntime }: Pick<Settings, 'bedrockRuntime'>, region: string): boolean {
  if (bedrockRuntime !== undefined) return bedrockRuntime;
  if (Token.isUnresolved(region) || !WITHOUT.includes(region)) return true;
  throw new InvalidSettings([
    `  natless.bedrockRuntime is not set, and ${region} is known to have no Titan Text Embeddings V2, which the target bedrock-runtime calls: write false to leave the target out, or true to try it all the same`,
  ]);
}
