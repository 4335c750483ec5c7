/** The options that say which network the lab builds. */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { DEFAULT_REQUEST, type LabRequest, type TemplateSource } from '../../lab/session/request.ts';
import { requireRegion } from '../../region.ts';
import type { Context } from '../context.ts';
import { readableFile } from './files.ts';
import type { HostArguments } from './hosts.ts';
import { noteUnknownRegion } from './unknown-region.ts';

export interface NetworkArguments extends HostArguments {
  readonly on?: LabRequest['on'];
  readonly vpc?: string;
  readonly subnet?: string;
  readonly assembly?: string;
  readonly template?: readonly string[];
  readonly vpcFile?: string;
  readonly securityGroup?: string;
  readonly workload?: string;
  readonly parameter?: Readonly<Record<string, string>>;
  readonly value?: Readonly<Record<string, string>>;
  readonly import?: Readonly<Record<string, string>>;
  readonly without?: readonly string[];
  readonly region?: string;
  readonly install: boolean;
}

export function addNetworkOptions(command: Command): Command {
  return addTemplateOptions(command).addOption(
    new Option('--on <kind>', 'lambda, or fargate: tasks in IPv6-only subnets')
      .choices(['lambda', 'fargate'])
      .conflicts(['template', 'vpcFile']),
  );
}

/** @param heading what happens without any of the first three */
export function addTemplateOptions(command: Command, heading = OWN_STACK): Command {
  return addSourceOptions(command.optionsGroup(heading))
    .option('--vpc <id>')
    .option('--subnet <id>', 'one VPC or subnet: id, logical id, name or zone')
    .addOption(new Option('--without <id>').argParser(addName).hideHelp())
    .option('--workload <id>', '')
    .option('--security-group <id>', 'whose place the probe has; its group');
}

const OWN_STACK = "Network (without one of the first three: this project's stack):";

/** A template, an assembly or a described VPC, and what its parameters are. */
export function addSourceOptions(command: Command): Command {
  return command
    .option('--template <file>', 'CloudFormation template; repeatable', addFile)
    .addOption(
      new Option('--vpc-file <file>', '').argParser(readableFile).conflicts(['template', 'assembly']),
    )
    .addOption(
      new Option('--assembly <dir>', 'described VPC; folder of cdk synth')
        .argParser(existingFolder)
        .conflicts('template'),
    )
    .option('--parameter <name=value>', 'what it leaves open; also --value, --import', addParameter)
    .addOption(new Option('--value <id.attribute=value>').argParser(addValue).hideHelp())
    .addOption(new Option('--import <name=value>').argParser(addImport).hideHelp());
}

/** Apart from the others, since commands that also ask a deployed stack use it for both. */
export function addLabRegionOption(command: Command): Command {
  return command.option('--region <region>', "Region to emulate (default: the template's)", requireRegion);
}

/** With an empty event: what is tried there is up to the other options. */
export function labRequest(given: NetworkArguments, context: Context): LabRequest {
  if (given.region !== undefined) noteUnknownRegion(given.region, context);
  return {
    ...DEFAULT_REQUEST,
    source: sourceOf(given),
    on: given.on ?? DEFAULT_REQUEST.on,
    vpc: given.vpc ?? null,
    subnet: given.subnet ?? null,
    securityGroup: given.securityGroup ?? null,
    workload: given.workload ?? null,
    region: given.region ?? null,
    hosts: given.host ?? [],
    parameters: given.parameter ?? {},
    values: given.value ?? {},
    imports: given.import ?? {},
    without: given.without ?? [],
  };
}

export function sourceOf({
  assembly,
  template,
  vpcFile,
}: Pick<NetworkArguments, 'assembly' | 'template' | 'vpcFile'>): TemplateSource {
  if (vpcFile !== undefined) return { kind: 'vpc-file', path: vpcFile };
  if (assembly !== undefined) return { kind: 'assembly', path: assembly };
  const [path, ...beside] = template ?? [];
  if (path !== undefined) return { kind: 'template', path, ...(beside.length > 0 && { beside }) };
  return { kind: 'synthesize' };
}

function existingFolder(folder: string): string {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return resolve(folder);
  throw new InvalidArgumentError('there is no folder of that name');
}

type Pairs = Readonly<Record<string, string>>;

const addParameter = pairs(/^(\w+)=(.*)$/s, 'Name=value');

/** The names of exports have colons, dots and hyphens, too. */
const addImport = pairs(/^([^=]+)=(.+)$/s, 'Name=value, with the name that the other stack exports');

const addValue = pairs(/^([\w:-]+\.[\w.]+)=(.+)$/s, 'LogicalId.Attribute=value');

function pairs(form: RegExp, right: string) {
  return (text: string, previous: Pairs = {}): Pairs => {
    const [, name, value] = form.exec(text) ?? [];
    if (name === undefined || value === undefined) throw new InvalidArgumentError(`write ${right}`);
    if (Object.hasOwn(previous, name)) throw new InvalidArgumentError(`${name} already has a value`);
    return { ...previous, [name]: value };
  };
}

function addFile(text: string, previous: readonly string[] = []): readonly string[] {
  const file = readableFile(text);
  if (previous.includes(file)) throw new InvalidArgumentError('it is named twice');
  return [...previous, file];
}

function addName(text: string, previous: readonly string[] = []): readonly string[] {
  // The real ids of a described VPC have hyphens.
  if (/^[\w:-]+$/.test(text)) return [...previous, text];
  throw new InvalidArgumentError('write a logical id, or a type like AWS::EC2::VPCEndpoint');
}
