/** The container images that a workload is made of. */
import type { Stack } from '../../lab/template/stack.ts';
import { type Finding, gapAt, targetAt } from '../finding.ts';
import { imageUrl } from '../hosts/image-url.ts';
import { serviceOfHost } from '../hosts/service-hosts.ts';
import { readerOf } from '../read-value.ts';
import type { Workload } from './workload.ts';

export function imageFindings(stack: Stack, { resource, images }: Workload): Finding[] {
  const reader = readerOf(stack, resource);
  return images.map(({ where, raw }) => {
    const place = { logicalId: resource.logicalId, where };
    const read = reader.read(raw);
    if ('problem' in read) return gapAt(place, 'unreadable', read.problem);
    const image = imageUrl(String(read.value));
    return image === null
      ? gapAt(place, 'unknown', 'it is not the name of an image: name it with --target oci://…')
      : targetAt(place, {
          url: image.shown,
          host: image.host,
          service: serviceOfHost(image.host, stack.region),
        });
  });
}
