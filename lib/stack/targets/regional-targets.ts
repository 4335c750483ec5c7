/** Which of the targets that not every Region has are in the stack, and why. Pure. */
import type { TargetId } from '../../../lambda/report/built-in-targets.ts';
import { isOffered, OFFERS_READ, type Offer } from '../../../lambda/report/regions/offers.ts';
import type { Settings } from '../settings.ts';

type Setting = 's3Vectors' | 'bedrockRuntime';

interface RegionalTarget {
  readonly id: TargetId;
  readonly setting: Setting;
  /** What the Region must have. */
  readonly offer: Offer;
  readonly service: string;
  /** Whether it is tried in a Region of which the documentation says nothing. */
  readonly tried: boolean;
}

const TABLE: readonly RegionalTarget[] = [
  // A Region without the service fails the deployment, which has to create an index.
  { id: 's3-vectors', setting: 's3Vectors', offer: 's3Vectors', service: 'S3 Vectors', tried: false },
  // The stack creates nothing for the model, so that only the probe's answer depends on it.
  {
    id: 'bedrock-runtime',
    setting: 'bedrockRuntime',
    offer: 'titanTextEmbeddingsV2',
    service: 'Titan Text Embeddings V2',
    tried: true,
  },
];

interface RegionalTargets {
  /** The built-in targets that the stack leaves out. */
  readonly absent: readonly TargetId[];
  /** What the documentation decided, a sentence each. */
  readonly notes: readonly string[];
}

/** @param region null where only the deployment decides: then they are there unless a setting says otherwise */
export function regionalTargets(settings: Pick<Settings, Setting>, region: string | null): RegionalTargets {
  const decided = TABLE.map((target) => decide(target, settings[target.setting], region));
  return {
    absent: decided.flatMap(({ id, isThere }) => (isThere ? [] : [id])),
    notes: decided.flatMap(({ note }) => note ?? []),
  };
}

function decide(target: RegionalTarget, wanted: boolean | undefined, region: string | null) {
  const { id, offer, tried } = target;
  if (wanted !== undefined || region === null) return { id, isThere: wanted ?? true };
  const offered = isOffered(offer, region);
  if (offered === true) return { id, isThere: true };
  const isThere = offered === null && tried;
  return { id, isThere, note: noteOn(target, region, { offered, isThere }) };
}

function noteOn(
  { id, service, setting }: RegionalTarget,
  region: string,
  { offered, isThere }: { readonly offered: boolean | null; readonly isThere: boolean },
): string {
  const known = offered === null ? 'does not say whether' : 'does not list';
  const where = offered === null ? `${region} has ${service}` : `${region} among the Regions with ${service}`;
  const what = isThere ? `is tried all the same` : 'is left out';
  return `AWS's documentation (read in ${OFFERS_READ}) ${known} ${where}: the target ${id} ${what} (natless.${setting}: ${!isThere} changes that)`;
}
