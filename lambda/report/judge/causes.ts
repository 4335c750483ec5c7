/** The remedy for each cause: what to check, and in which order. */

import { NAT64_PREFIX } from '../addresses.ts';
import { messageText } from '../evidence-text.ts';
import { plainText } from '../plain-text.ts';
import type { Cause } from '../report-schema.ts';
import type { CauseCode } from '../vocabulary.ts';
import type { JudgeFacts } from './facts.ts';
import { remedyWithoutIpv6 } from './without-ipv6.ts';

/** Written from what is known of the network, and from the message where that says more. */
type Remedy = (facts: JudgeFacts, message: string) => string;

const subnet = (facts: JudgeFacts) => facts.subnetId ?? "the function's subnet";
const block = (facts: JudgeFacts) => facts.vpcIpv6CidrBlocks.join(', ') || "the VPC's IPv6 block";

/** In Node's message for a connect that failed at once: `connect ENETUNREACH 198.51.100.1:443`. */
const IPV4_ADDRESS = /connect E[A-Z]{1,20} \d{1,3}(?:\.\d{1,3}){3}:/;

const REMEDIES: Readonly<Record<CauseCode, Remedy>> = {
  NoSuchHost: () =>
    'this Region has no such endpoint: use the default name, which is IPv4 only, through an interface endpoint or a NAT gateway',
  NoAaaaRecord: () =>
    'the name has only IPv4 addresses: look for a dual-stack name of the service, or keep it reachable through a gateway endpoint, an interface endpoint, NAT64 or a NAT gateway',
  DnsFailed: () =>
    "check the VPC's DNS support, its DHCP options and any Route 53 Resolver rule for the name",
  DnsTimeout: () =>
    "the resolver does not answer: check the VPC's DNS support and the name servers in its DHCP options",
  UnknownToLab: () =>
    'this says nothing about the host: the lab has only the hosts and ports that it knows; declare this one, or look up its records',
  Dns64WithoutRoute: (facts) =>
    `DNS64 answers with addresses in ${NAT64_PREFIX}, and no route leads them to NAT64: add a route for ${NAT64_PREFIX} to a NAT gateway to the route table of ${subnet(facts)}, or turn off DNS64 in the subnet`,
  PortBlocked: () =>
    'AWS blocks TCP port 25 from Lambda, and from EC2 and Fargate unless it has lifted the block for the account: send mail over port 587 or 465, or call Amazon SES',
  ConnectTimeout: (facts) =>
    `check, in this order, the security group's egress to ::/0, the route ::/0 in the route table of ${subnet(facts)}, its network ACL in both directions, VPC Block Public Access, and VPC encryption controls in enforce mode without an exclusion for Lambda and the egress-only gateway`,
  PrivateIpv6Block: (facts) =>
    `no gateway to the internet carries addresses of ${facts.subnetIpv6CidrBlock ?? block(facts)}, which AWS does not advertise: give ${subnet(facts)} a public IPv6 block, one that Amazon provides or one of your own from a public scope of IPAM`,
  ConnectRefused: () =>
    'the address answered with a reset: nothing listens on that port, or a firewall refuses it',
  NetworkUnreachable: (facts, message) =>
    IPV4_ADDRESS.test(message)
      ? `${subnet(facts)} has no IPv4, and the client called only IPv4 addresses: call the dual-stack name`
      : remedyWithoutIpv6(facts),
  AdminProhibited: () =>
    'a router or firewall on the path refuses the packets (ICMPv6 "administratively prohibited"): check the network firewalls and their rules for IPv6',
  TlsCertificateInvalid: () =>
    'a middlebox intercepts TLS, or the certificate has expired or is for another name',
  TlsFailed: () =>
    'TCP connected and the TLS handshake failed: look for a middlebox, and let ICMPv6 "packet too big" through, since the first message of a handshake can be too big',
  RequestTimeout: () =>
    'small packets get through and large ones may not: let ICMPv6 "packet too big" through every network ACL and firewall; if they do, the service itself hangs',
  WitnessDenied: (facts) =>
    `AWS did not see the request come from ${block(facts)}: the packets took another path, or the policy was changed; set iamWitness to false to find out which`,
  AccessDenied: (_, message) => `the network is fine: ${remedyOfDenial(message)}`,
  Throttled: (_, message) =>
    message.includes('the registry limits pulls')
      ? 'the network is fine: registries count anonymous pulls over IPv6 per /64, so a whole subnet shares one allowance: wait, sign in, or keep a copy of the image in ECR'
      : 'the network is fine: wait and run the probe again',
  ServiceError: () =>
    'the network is fine: the service failed; run the probe again and check its health page',
  ResourceMissing: (_, message) =>
    message.includes('the registry has no such image')
      ? "the network is fine: check the image's name and tag"
      : "the network is fine: the probe's own resource is gone; deploy the stack again",
  SourceMismatch: (facts) =>
    `the packets left from an address outside ${block(facts)}: look for a NAT, a proxy or another VPC in the path`,
  VpcEndpointInPath: (facts) =>
    `a VPC endpoint carried it, so this shows nothing about the egress-only internet gateway: to test that, remove the endpoint or its route from ${subnet(facts)}`,
  Nat64InPath: () =>
    'NAT64 carried it to an IPv4 address: turn off DNS64 in the subnet to see which names have IPv6 of their own',
  InternetGatewayInPath: (facts) =>
    isPublicInTemplateOfOthers(facts)
      ? `nothing to do where that is wanted: ${subnet(facts)} is a public subnet, and its security groups decide what comes in; in a subnet whose ::/0 leads to an egress-only internet gateway nothing does`
      : `the route to it from ${subnet(facts)} leads to an internet gateway, which also lets connections in: point the route at an egress-only internet gateway`,
  Ipv4PathExists: (facts) =>
    facts.route.routes === null
      ? `IPv4 has a way out of ${subnet(facts)}: its route table was not looked up; check it for a NAT gateway or a gateway endpoint`
      : `IPv4 has a way out of ${subnet(facts)} (a NAT gateway, a public address): remove the route 0.0.0.0/0 to see what works without it`,
  AppWouldFail: () =>
    'set NODE_OPTIONS=--network-family-autoselection-attempt-timeout=2000, or force the family in the client',
  TargetRefused: () => 'name a public host: the probe does not connect to addresses inside a network',
  ConnectionReset: () => 'the server, or a middlebox in front of it, closed the connection',
  ResponseInvalid: () =>
    'the answer is not one that the service gives, so something else may have answered: look at what it sent',
  RouteDeclared: (facts) =>
    facts.route.routes === null
      ? `the route table of ${subnet(facts)} was not looked up: check that its route ::/0 leads to ${facts.route.gateway ?? 'the egress-only internet gateway'}`
      : facts.route.routes.some(({ unread }) => unread !== undefined)
        ? `allow the probe's role ec2:GetManagedPrefixListEntries, or look at the prefix lists in the route table of ${subnet(facts)} yourself`
        : `check the route table of ${subnet(facts)}: its route ::/0 leads to ${facts.route.gateway ?? 'nothing'}`,
  EndpointUrlIgnored: () =>
    'nothing to do for the probe, which calls AWS itself; your own code goes where the variable says: try that host as a target of its own',
  NoWitness: () =>
    'the source address of the packets is unknown: run the probe again when an echo service answers',
  CutOff: () => "the deadline came first: try fewer targets at once, or raise the function's time-out",
};

/** A public subnet's table leads IPv4 to an internet gateway as well: what stands there may be meant to be reached. */
function isPublicInTemplateOfOthers({ lab, route }: JudgeFacts): boolean {
  if (!lab || lab.ownTemplate) return false;
  return (route.routes ?? []).some(
    ({ destinationCidrBlocks, gateway }) =>
      destinationCidrBlocks.includes('0.0.0.0/0') && gateway?.startsWith('igw-'),
  );
}

const DENIALS: readonly { readonly pattern: RegExp; readonly remedy: (match: RegExpExecArray) => string }[] =
  [
    {
      // As long as IAM's kinds of policies may be: more would be looked for again from each place where it begins.
      pattern: /with an explicit deny in (an? [\w -]{1,60}?)(?:$|[,.:])/,
      remedy: ([, policy]) =>
        `an explicit deny in ${policy} forbids it, whatever else is granted: change that policy`,
    },
    {
      pattern: /the registry asks for credentials/,
      remedy: () =>
        'the registry was reached, and natless does not accept passwords: name a public image to see where its layers are stored',
    },
    {
      pattern: /the registry denies the pull/,
      remedy: () => 'the registry was reached: check who may pull the image',
    },
    {
      // IAM User Guide, Troubleshoot access denied error messages.
      pattern: /no VPC endpoint policy allows/,
      remedy: () => "the VPC endpoint's policy forbids it, whatever the role may do: allow the action there",
    },
    {
      pattern: /access to the model/,
      remedy: () =>
        "every model of Amazon's may be used by default: look for a service control policy that denies it, grant bedrock:InvokeModel, and check that the Region offers the model",
    },
    {
      pattern:
        /[Ee]xpired|InvalidClientTokenId|UnrecognizedClient|InvalidAccessKeyId|security token|Signature|Skewed/,
      remedy: () =>
        "the service refused the function's credentials or clock: run the probe again to get fresh ones",
    },
  ];

function remedyOfDenial(message: string): string {
  for (const { pattern, remedy } of DENIALS) {
    const match = pattern.exec(message);
    if (match) return remedy(match);
  }
  return "grant the action that the message names to the probe's role";
}

/** A cause as reports hold it. `message` may quote untrusted text of any length, which is cut and made plain here. */
export function causeOf(code: CauseCode, message: string, facts: JudgeFacts): Cause {
  return { code, message: plainText(message), remedy: REMEDIES[code](facts, messageText(message)) };
}
