/** The options by which the lab's command lines say what to build: a world, a template, a subnet. */
import { resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { DEFAULT_REQUEST, type LabRequest, type TemplateSource } from '../lab/session/request.ts';
import { WORLDS } from '../lab/worlds/worlds.ts';

export interface WorldArguments {
  readonly world: string;
  readonly on?: LabRequest['on'];
  readonly vpc?: string;
  readonly subnet?: string;
  readonly assembly?: string;
  readonly template?: string;
  readonly securityGroup?: string;
  readonly parameter?: Readonly<Record<string, string>>;
  readonly region?: string;
  readonly install: boolean;
}

export function addWorldOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--world <name>', 'the scenario')
        .choices(WORLDS.map(({ name }) => name))
        .default('as-synthesized'),
    )
    .addOption(
      new Option(
        '--on <kind>',
        'what the probe runs on: Lambda functions, or Fargate tasks in IPv6-only subnets',
      )
        .choices(['lambda', 'fargate'])
        .conflicts('template'),
    )
    .option('--subnet <subnet>', 'one subnet: its id, logical id, name or Availability Zone')
    .addOption(
      new Option('--assembly <dir>', 'a folder that cdk synth wrote, instead of synthesizing').conflicts(
        'template',
      ),
    )
    .option(
      '--security-group <group>',
      'where the template has no probe of ours: the security group of the one that the lab places',
    )
    .option('--template <file>', 'a CloudFormation template in JSON or YAML')
    .option('--vpc <vpc>', 'of a template with several VPCs, one: its logical id or id')
    .option(
      '--parameter <name=value>',
      "a value of one of the template's parameters; repeatable",
      addParameter,
    )
    .option(
      '--region <region>',
      'the Region to pretend to be in (default: the one that the template is bound to, or else us-west-2)',
    )
    .option('--no-install', 'never install what the machine lacks');
}

/** What is tried there is not said yet: the event is empty. */
export function worldRequest(given: WorldArguments): LabRequest {
  const {
    world,
    on = 'lambda',
    vpc = null,
    subnet = null,
    securityGroup = null,
    region = null,
    parameter: parameters = {},
  } = given;
  return {
    ...DEFAULT_REQUEST,
    source: sourceOf(given),
    world,
    on,
    vpc,
    subnet,
    securityGroup,
    region,
    parameters,
  };
}

function sourceOf({ assembly, template }: WorldArguments): TemplateSource {
  if (assembly !== undefined) return { kind: 'assembly', path: resolve(assembly) };
  if (template !== undefined) return { kind: 'template', path: resolve(template) };
  return { kind: 'synthesize' };
}

function addParameter(text: string, previous: Readonly<Record<string, string>> = {}) {
  const [, name, value] = /^(\w+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new InvalidArgumentError('write Name=value');
  return { ...previous, [name]: value };
}
