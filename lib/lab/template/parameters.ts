/** What `Ref` gives for the template's parameters and for CloudFormation's pseudo parameters. */
import { isObject, text } from './intrinsics.ts';

export interface StackIdentity {
  readonly region: string;
  readonly accountId: string;
  readonly stackName: string;
}

/** `AWS::NoValue`: the property or list item that holds it is as if it were not there. */
export const NO_VALUE = Symbol('AWS::NoValue');

export function pseudoParameter(name: string, { region, accountId, stackName }: StackIdentity): unknown {
  const partition = partitionOf(region);
  const values: Readonly<Record<string, unknown>> = {
    'AWS::Region': region,
    'AWS::AccountId': accountId,
    'AWS::Partition': partition,
    'AWS::URLSuffix': partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com',
    'AWS::StackName': stackName,
    'AWS::StackId': `arn:${partition}:cloudformation:${region}:${accountId}:stack/${stackName}/lab`,
    'AWS::NotificationARNs': [],
    'AWS::NoValue': NO_VALUE,
  };
  if (!Object.hasOwn(values, name)) throw new Error(`there is no pseudo parameter "${name}"`);
  return values[name];
}

export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

export function parameterValue(name: string, definition: unknown): unknown {
  const { Type: type, Default: value } = isObject(definition) ? definition : {};
  if (value === undefined) throw new Error(`the parameter "${name}" has no value: give it a Default`);
  // The value of such a parameter is in Systems Manager, which the lab does not have: its key stands for it.
  if (typeof type === 'string' && type.startsWith('AWS::SSM::Parameter::')) return `ssm:${text(value)}`;
  const isList = typeof type === 'string' && (type === 'CommaDelimitedList' || type.startsWith('List<'));
  return isList
    ? text(value)
        .split(',')
        .map((item) => item.trim())
    : text(value);
}
