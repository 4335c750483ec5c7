/** A VPC without its interface endpoints, or without the policies of its endpoints. Pure. */
import type { Model, VpcEndpoint } from './model.ts';

/** Gateway endpoints are free, and stay. */
export function withoutInterfaceEndpoints(model: Model): Model {
  return { ...model, endpoints: model.endpoints.filter(({ kind }) => kind !== 'interface') };
}

/** Each with the default policy, which allows everything. */
export function withoutEndpointPolicies(model: Model): Model {
  return { ...model, endpoints: model.endpoints.map((each) => ({ ...each, policyDocument: null })) };
}

export function interfaceEndpointsOf({ endpoints }: Model): VpcEndpoint[] {
  return endpoints.filter(({ kind }) => kind === 'interface');
}
