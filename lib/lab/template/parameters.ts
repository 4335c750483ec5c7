/** What `Ref` gives for the template's parameters and for CloudFormation's pseudo parameters. */
import { partitionOf } from '../../region.ts';
import { UserError } from '../../user-error.ts';
import { isObject, text } from './intrinsics.ts';
import { MissingValues, missingValue } from './missing-values.ts';
import { at, TemplateError } from './template-error.ts';

export interface StackIdentity {
  readonly region: string;
  readonly accountId: string;
  readonly stackName: string;
}

/** `AWS::NoValue`: removes the property or list item that holds it. */
export const NO_VALUE = Symbol('AWS::NoValue');

export function pseudoParameter(name: string, { region, accountId, stackName }: StackIdentity): unknown {
  const { name: partition, urlSuffix } = partitionOf(region);
  const values: Readonly<Record<string, unknown>> = {
    'AWS::Region': region,
    'AWS::AccountId': accountId,
    'AWS::Partition': partition,
    'AWS::URLSuffix': urlSuffix,
    'AWS::StackName': stackName,
    'AWS::StackId': `arn:${partition}:cloudformation:${region}:${accountId}:stack/${stackName}/lab`,
    'AWS::NotificationARNs': [],
    'AWS::NoValue': NO_VALUE,
  };
  if (!Object.hasOwn(values, name)) throw new UserError(`there is no pseudo parameter "${name}"`);
  return values[name];
}

/** Values of the template's parameters that the user gives, by name. */
export type GivenParameters = Readonly<Record<string, string>>;

type Definitions = Readonly<Record<string, unknown>>;

/**
 * Checks every value first, as CloudFormation does before it creates anything. A missing value is an error only where the
 * network needs it: it never needs a key pair or a password.
 */
export function requireValidParameters(definitions: Definitions, given: GivenParameters): void {
  const known = Object.keys(definitions);
  const unknown = Object.keys(given).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    const names = known.length === 0 ? 'it has none' : `its parameters are ${known.join(', ')}`;
    throw new TemplateError(`the template has no parameter "${unknown}": ${names}`);
  }
  for (const name of known.filter((each) => isGiven(each, definitions[each], given)))
    at('the template', () => parameterValue(name, definitions[name], given));
}

function givenOrDefault(name: string, definition: unknown, given: GivenParameters): unknown {
  if (Object.hasOwn(given, name)) return given[name];
  return isObject(definition) ? definition.Default : undefined;
}

const LIST = /^(AWS::SSM::Parameter::Value<)?(CommaDelimitedList|List<)/;
const SSM = 'AWS::SSM::Parameter::Value<';

/** What stands in the template for the value of a parameter in Systems Manager is its key there. */
function isKey(name: string, definition: unknown, given: GivenParameters): boolean {
  const type = isObject(definition) ? definition.Type : undefined;
  return typeof type === 'string' && type.startsWith(SSM) && !Object.hasOwn(given, name);
}

function isGiven(name: string, definition: unknown, given: GivenParameters): boolean {
  return givenOrDefault(name, definition, given) !== undefined && !isKey(name, definition, given);
}

export function parameterValue(name: string, definition: unknown, given: GivenParameters): unknown {
  const { Type: type, AllowedValues: allowed } = isObject(definition) ? definition : {};
  const value = givenOrDefault(name, definition, given);
  const option = `--parameter ${name}=…`;
  if (value === undefined) {
    throw new MissingValues(
      `the parameter "${name}" has no value: give it one with ${option}, or a Default in the template`,
      [{ name, option }],
    );
  }
  if (isKey(name, definition, given)) {
    throw missingValue(
      `the parameter "${name}" has the value that Systems Manager keeps under "${text(value)}", which the lab does not have`,
      { name, option },
    );
  }
  const isOfSsm = typeof type === 'string' && type.startsWith(SSM);
  if (!isOfSsm && Array.isArray(allowed) && !allowed.map(text).includes(text(value))) {
    throw new UserError(
      `the parameter "${name}" is "${text(value)}": it allows ${allowed.map(text).join(', ')}`,
    );
  }
  if (type === 'Number' && !Number.isFinite(Number(text(value)))) {
    throw new UserError(`the parameter "${name}" is "${text(value)}": it takes a number`);
  }
  const isList = typeof type === 'string' && LIST.test(type);
  return isList
    ? text(value)
        .split(',')
        .map((item) => item.trim())
    : text(value);
}
