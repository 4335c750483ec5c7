/** Where Titan Text Embeddings V2 is known to be missing, so that such a Region fails at synthesis. */
import { Token } from 'aws-cdk-lib/core';
import { InvalidSettings, type Settings } from '../settings.ts';

/**
 * Only the Regions that are known to lack it, as of November 2026 (Amazon Bedrock User Guide, regional availability):
 * the stack creates nothing for the model, so no deployment fails elsewhere, and the probe shows whether it is there.
 */
const WITHOUT = ['ap-southeast-1'];

/** @throws InvalidSettings for a Region that is known to lack it, unless the setting decides */
export function hasTitan({ bedrockRuntime }: Pick<Settings, 'bedrockRuntime'>, region: string): boolean {
  if (bedrockRuntime !== undefined) return bedrockRuntime;
  if (Token.isUnresolved(region) || !WITHOUT.includes(region)) return true;
  throw new InvalidSettings([
    `  natless.bedrockRuntime is not set, and ${region} is known to lack Titan Text Embeddings V2, which the target bedrock-runtime calls: write false to leave the target out, or true to try it anyway`,
  ]);
}
