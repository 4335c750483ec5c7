/** The vector index was made for vectors of another size than the probe writes. */
import { controlsSilent, failed, healthy, type World } from './world.ts';

export const indexOfAnotherDimension: World = {
  name: 'index-of-another-dimension',
  summary: 'the vector index takes vectors of another size',
  drift: (model) => ({
    ...model,
    others: model.others.map((resource) =>
      resource.type === 'AWS::S3Vectors::Index'
        ? { ...resource, properties: { ...resource.properties, Dimension: 256 } }
        : resource,
    ),
  }),
  expectTarget: (id) => (id === 's3-vectors' ? failed('ServiceError') : healthy(id)),
  expectControls: controlsSilent,
};
