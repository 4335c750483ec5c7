/** Changes to the functions of a template that are in a VPC, for worlds about the function. */
import { resourcesOfType, type Template } from '../../template/template.ts';

type Properties = Readonly<Record<string, unknown>>;

export function changeFunctions(template: Template, change: (properties: Properties) => Properties): void {
  for (const [, fn] of resourcesOfType(template, 'AWS::Lambda::Function')) {
    if (fn.Properties?.VpcConfig !== undefined) fn.Properties = change(fn.Properties);
  }
}

/** Adds a copy of every function in a VPC: what runs of one function at the same time are. */
export function doubleFunctions({ Resources }: Template): void {
  for (const [id, fn] of resourcesOfType({ Resources }, 'AWS::Lambda::Function')) {
    if (fn.Properties?.VpcConfig !== undefined) Resources[`${id}Again`] = structuredClone(fn);
  }
}

/** Adds a variable to the environment of every function in a VPC. */
export function addVariable(template: Template, name: string, value: string): void {
  changeFunctions(template, (properties) => {
    const { Variables = {} } = (properties.Environment ?? {}) as { Variables?: object };
    return { ...properties, Environment: { Variables: { ...Variables, [name]: value } } };
  });
}
