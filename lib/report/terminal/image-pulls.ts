/** Renders the pulls of images hop by hop: each host, the family, and where the pull ended. */
import { plainText } from '../../../lambda/report/plain-text.ts';
import type { Operation, Run } from '../../../lambda/report/report-schema.ts';
import type { Paint } from './paint.ts';

/** The service of a target that is an image. */
const IMAGE = 'oci';

const NAME_WIDTH = 22;
const FAMILY_WIDTH = 7;

/** Each pull once, however many subnets saw the same. */
export function renderImagePulls(runs: readonly Run[], paint: Paint): string[] {
  const pulls = runs.flatMap(({ targets }) =>
    targets
      .filter(({ service }) => service === IMAGE)
      .map(({ id, attempts }) => [plainText(id), ...(attempts[0]?.operations ?? []).map(renderHop)]),
  );
  const distinct = new Map(pulls.map((lines) => [lines.join('\n'), lines]));
  if (distinct.size === 0) return [];
  const lines = [...distinct.values()].flatMap(([id = '', ...hops]) => [`  ${id}`, ...hops]);
  return [[paint('bold', 'image pulls, hop by hop'), ...lines].join('\n')];
}

function renderHop({ name, family, host, remoteAddress, httpStatus, error }: Operation): string {
  const end = error ? error.code : `HTTP ${httpStatus ?? '-'}`;
  const words = plainText(`${host}  ${remoteAddress ?? '-'}  ${end}`, 1_000);
  return `    ${plainText(name).padEnd(NAME_WIDTH)}${(family ?? '-').padEnd(FAMILY_WIDTH)}${words}`;
}
