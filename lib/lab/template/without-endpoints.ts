/** A VPC after its interface endpoints are gone: gateway endpoints are free, and stay. Pure. */
import type { Model, VpcEndpoint } from './model.ts';

export function withoutInterfaceEndpoints(model: Model): Model {
  return { ...model, endpoints: model.endpoints.filter(({ kind }) => kind !== 'interface') };
}

export function interfaceEndpointsOf({ endpoints }: Model): VpcEndpoint[] {
  return endpoints.filter(({ kind }) => kind === 'interface');
}
