/**
 * How each language's AWS SDK is made to use dual-stack endpoints, and what may go wrong then. The only table of it: the
 * command line, the reports and docs/clients.md take it from here. Pure.
 *
 * What all have in common: AWS SDKs and Tools Reference Guide, "Dual-stack and FIPS endpoints"
 * (docs.aws.amazon.com/sdkref/latest/guide/feature-endpoints.html): variable, setting of the shared file, JVM property,
 * and that a call fails where the service has no dual-stack endpoint in the Region.
 */

export const LANGUAGE_NAMES = [
  'javascript',
  'python',
  'java',
  'go',
  'dotnet',
  'rust',
  'cli',
  'terraform',
  'config',
  'environment',
] as const;
export type LanguageName = (typeof LANGUAGE_NAMES)[number];

export interface Language {
  /** As people write it. */
  readonly title: string;
  /** Makes one client use dual-stack endpoints; where a client has no setting of its own, one run or profile. May be several lines. */
  readonly client: string;
  /** Makes all clients use them. */
  readonly all: string;
  /** What may keep the code on IPv4 all the same, each in a sentence without a full stop. */
  readonly traps: readonly string[];
  /** The beginnings of Lambda's runtime identifiers (Lambda Developer Guide, "Lambda runtimes"). */
  readonly runtimes?: readonly string[];
}

const VARIABLE = 'AWS_USE_DUALSTACK_ENDPOINT=true';

/** RFC 6724's order, which glibc's resolver keeps unless gai.conf(5) changes it. */
const GAI_CONF =
  '/etc/gai.conf with "precedence ::ffff:0:0/96 100" makes glibc return IPv4 first: remove that line';

export const LANGUAGES: Readonly<Record<LanguageName, Language>> = {
  // smithy-typescript, config-resolver/endpointsConfig: the option, and the variable that is its default.
  javascript: {
    title: 'JavaScript (AWS SDK v3)',
    client: 'new S3Client({ useDualstackEndpoint: true })',
    all: VARIABLE,
    traps: [
      // Node.js documentation, net.setDefaultAutoSelectFamilyAttemptTimeout; nodejs/node#54359.
      'Node gives each address 250 ms, then tries IPv4, which does not answer: set NODE_OPTIONS=--network-family-autoselection-attempt-timeout=2000',
    ],
    runtimes: ['nodejs'],
  },
  // botocore, config.py (Config) and configprovider.py (variable and file).
  python: {
    title: 'Python (boto3)',
    client: "boto3.client('s3', config=Config(use_dualstack_endpoint=True))",
    all: VARIABLE,
    traps: [
      // urllib3, util/connection.py: create_connection goes through getaddrinfo's addresses in their order.
      'Python tries one address after the other, each for the whole connect_timeout (60 s): an IPv6 address that does not answer holds up the call',
      GAI_CONF,
    ],
    runtimes: ['python'],
  },
  // aws-sdk-java-v2, AwsClientBuilder.dualstackEnabled and SdkSystemSetting.AWS_USE_DUALSTACK_ENDPOINT.
  java: {
    title: 'Java (AWS SDK v2)',
    client: 'S3Client.builder().dualstackEnabled(true).build()',
    all: '-Daws.useDualstackEndpoint=true',
    traps: [
      // Java SE, java.net, "Networking Properties": java.net.preferIPv6Addresses is false by default.
      'Java tries IPv4 addresses first: set JAVA_TOOL_OPTIONS=-Djava.net.preferIPv6Addresses=true',
    ],
    runtimes: ['java'],
  },
  // aws-sdk-go-v2, config/load_options.go (WithUseDualStackEndpoint) and each service's EndpointOptions.
  go: {
    title: 'Go (AWS SDK v2)',
    client:
      's3.NewFromConfig(cfg, func(o *s3.Options) { o.EndpointOptions.UseDualStackEndpoint = aws.DualStackEndpointStateEnabled })',
    all: 'config.LoadDefaultConfig(ctx, config.WithUseDualStackEndpoint(aws.DualStackEndpointStateEnabled))',
    traps: [],
    runtimes: ['go'],
  },
  // aws-sdk-net, ClientConfig.UseDualstackEndpoint, and DefaultClientConfig in AWSSDK.Extensions.NETCore.Setup.
  dotnet: {
    title: '.NET',
    client: 'new AmazonS3Client(new AmazonS3Config { UseDualstackEndpoint = true })',
    all: 'options.DefaultClientConfig.UseDualstackEndpoint = true;',
    traps: [],
    runtimes: ['dotnet'],
  },
  // aws-config, ConfigLoader::use_dual_stack; each service's config::Builder::use_dual_stack.
  rust: {
    title: 'Rust',
    client:
      'aws_sdk_s3::Client::from_conf(aws_sdk_s3::config::Builder::from(&config).use_dual_stack(true).build())',
    all: 'aws_config::defaults(BehaviorVersion::latest()).use_dual_stack(true).load().await',
    traps: [],
  },
  // AWS CLI User Guide, "Using endpoints in the AWS CLI", dual-stack endpoints for all services.
  cli: {
    title: 'AWS CLI',
    client: `${VARIABLE} aws s3 ls`,
    all: 'aws configure set use_dualstack_endpoint true',
    traps: [GAI_CONF],
  },
  // terraform-provider-aws, website/docs/index.html.markdown, use_dualstack_endpoint.
  terraform: {
    title: "Terraform's AWS provider",
    client: 'provider "aws" {\n  alias = "dualstack"\n  use_dualstack_endpoint = true\n}',
    all: 'provider "aws" {\n  use_dualstack_endpoint = true\n}',
    traps: [],
  },
  // The guide that the head of this file names.
  config: {
    title: 'shared config file',
    client: '[profile NAME]\nuse_dualstack_endpoint = true',
    all: '[default]\nuse_dualstack_endpoint = true',
    traps: [],
  },
  // The same guide. A variable has no form for one service.
  environment: {
    title: 'environment of any SDK',
    client: VARIABLE,
    all: VARIABLE,
    traps: [],
  },
};

interface ServiceTrap {
  /** The first label of the service's hosts. */
  readonly service: string;
  /** All languages where it is left out. */
  readonly languages?: readonly LanguageName[];
  readonly trap: string;
}

export const SERVICE_TRAPS: readonly ServiceTrap[] = [
  {
    // aws-sdk-js-v3, middleware-sdk-sqs/src/queue-url.ts. botocore and aws-sdk-net take only the path from it.
    service: 'sqs',
    languages: ['javascript'],
    trap: 'the SDK calls the host in QueueUrl, whatever the client is set to: pass useQueueUrlAsEndpoint: false too',
  },
  {
    // AWS SDKs and Tools Reference Guide, "AWS STS Regional endpoints".
    service: 'sts',
    trap: 'sts.amazonaws.com is global and IPv4 only: set a Region, and AWS_STS_REGIONAL_ENDPOINTS=regional for old SDKs',
  },
];

/** By Lambda's runtime; any SDK where that does not say which: a custom runtime, an image, no function. */
export function languageOfRuntime(runtime: string | null): LanguageName {
  const named = LANGUAGE_NAMES.find((name) =>
    LANGUAGES[name].runtimes?.some((prefix) => runtime?.startsWith(prefix)),
  );
  return named ?? 'environment';
}

export function trapsOf(name: LanguageName, host: string): string[] {
  const [service] = host.split('.');
  const ofService = SERVICE_TRAPS.filter(
    (each) => each.service === service && (each.languages?.includes(name) ?? true),
  );
  return [...LANGUAGES[name].traps, ...ofService.map(({ trap }) => trap)];
}
