/** A template with its loops expanded, by the values of its parameters. */
import { UserError } from '../../user-error.ts';
import { createEvaluator } from './evaluate.ts';
import { importValues } from './exports.ts';
import { expandLoops } from './loops.ts';
import type { StackProps } from './stack.ts';
import type { Template } from './template.ts';

/** @throws UserError for a list that names a resource, and for what `expandLoops` refuses */
export function withoutLoops(template: Template, props: StackProps): Template {
  const { parameters = {}, imports = {} } = props;
  const { evaluate } = createEvaluator({
    ...props,
    template,
    parameters,
    stackName: props.stackName ?? 'Natless',
    refResource: resourceInList,
    attribute: resourceInList,
    importValue: importValues({ imports, outputs: {}, evaluate: (value) => value }),
  });
  return expandLoops(template, evaluate);
}

function resourceInList(name: string): never {
  throw new UserError(`the list of a loop names "${name}": it can name parameters only`);
}
