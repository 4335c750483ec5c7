/** What the templates of one lab export to one another. */
import { UserError } from '../../user-error.ts';
import { show } from './intrinsics.ts';
import { missingValue } from './missing-values.ts';
import { readable } from './read-each.ts';
import type { Output, Template } from './template.ts';

interface ImportContext {
  /** Those that the user gives. */
  readonly imports: Readonly<Record<string, string>>;
  readonly outputs: Template['Outputs'];
  readonly evaluate: (value: unknown) => unknown;
}

/** @returns what another stack exports under a name. @throws MissingValues where neither the user nor a template has it */
export function importValues({ imports, outputs, evaluate }: ImportContext): (name: string) => unknown {
  let exports: readonly Export[] | null = null;
  return (name) => {
    if (Object.hasOwn(imports, name)) return imports[name];
    // Only when one is asked for: the names of exports may be functions, too.
    exports ??= exportsOf(outputs, evaluate);
    const found = exports.find((each) => each.name === name) ?? underAnotherName(name, exports);
    if (found) return evaluate(found.value);
    throw missingValue(`Fn::ImportValue of ${show(name)} reads another stack, which the lab does not have`, {
      name,
      option: `--import ${name}=…`,
    });
  };
}

interface Export {
  readonly name: string;
  readonly value: unknown;
  readonly stackName: string;
}

function exportsOf(outputs: Template['Outputs'], evaluate: ImportContext['evaluate']): Export[] {
  return Object.values(outputs ?? {}).flatMap(({ Export, Value: value, stackName }: Output) => {
    const name = stackName === undefined ? null : readable(() => evaluate(Export?.Name));
    return typeof name === 'string' && stackName !== undefined ? [{ name, value, stackName }] : [];
  });
}

/** The user may call the stack otherwise than its file: an export `network-VpcId` is then imported as `prod-VpcId`. */
function underAnotherName(name: string, exports: readonly Export[]): Export | undefined {
  const [only, rival] = exports.filter((each) => {
    const ending = each.name.startsWith(each.stackName) ? each.name.slice(each.stackName.length) : '';
    return ending.length > 1 && name.endsWith(ending);
  });
  if (rival)
    throw new UserError(`two templates export what ${show(name)} may be: ${only?.name}, ${rival.name}`);
  return only;
}
