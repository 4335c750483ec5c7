/** All worlds. A lab that runs one loads it by itself: find-world.ts. */

import { aRecordsMissing } from './a-records-missing.ts';
import { aaaaMissing } from './aaaa-missing.ts';
import { administrativelyProhibited } from './administratively-prohibited.ts';
import { answerBreaksOff } from './answer-breaks-off.ts';
import { answerWithoutEnd } from './answer-without-end.ts';
import { asSynthesized } from './as-synthesized.ts';
import { bedrockDualStack } from './bedrock-dual-stack.ts';
import { bedrockNotGranted } from './bedrock-not-granted.ts';
import { blockPublicAccess } from './block-public-access.ts';
import { certificateExpired } from './certificate-expired.ts';
import { certificateUntrusted } from './certificate-untrusted.ts';
import { certificateWrongName } from './certificate-wrong-name.ts';
import { connectionRefused } from './connection-refused.ts';
import { credentialsExpired } from './credentials-expired.ts';
import { defaultRouteToInternetGateway } from './default-route-to-internet-gateway.ts';
import { dnsFails } from './dns-fails.ts';
import { dnsSilent } from './dns-silent.ts';
import { ec2AnswersNonsense } from './ec2-answers-nonsense.ts';
import { ec2WithoutIpv6 } from './ec2-without-ipv6.ts';
import { echoAnswersMarkup } from './echo-answers-markup.ts';
import { echoServicesDown } from './echo-services-down.ts';
import { egressClosed } from './egress-closed.ts';
import { explicitDeny } from './explicit-deny.ts';
import { firstSynLost } from './first-syn-lost.ts';
import { firstSynLostCured } from './first-syn-lost-cured.ts';
import { functionWithoutIpv6 } from './function-without-ipv6.ts';
import { handshakeSilent } from './handshake-silent.ts';
import { hostileServers } from './hostile-servers.ts';
import { hybrid } from './hybrid.ts';
import { hybridBroken } from './hybrid-broken.ts';
import { hybridIpv4Only } from './hybrid-ipv4-only.ts';
import { indexOfAnotherDimension } from './index-of-another-dimension.ts';
import { ingressOpened } from './ingress-opened.ts';
import { interfaceEndpoint } from './interface-endpoint.ts';
import { largePacketsLost } from './large-packets-lost.ts';
import { moreSpecificRoute } from './more-specific-route.ts';
import { namesInsideVpc } from './names-inside-vpc.ts';
import { natGateway } from './nat-gateway.ts';
import { nat64 } from './nat64.ts';
import { networkAclOut } from './network-acl-out.ts';
import { networkAclReplies } from './network-acl-replies.ts';
import { noDefaultRoute } from './no-default-route.ts';
import { noTime } from './no-time.ts';
import { oneAzBroken } from './one-az-broken.ts';
import { registries } from './registries.ts';
import { routeBlackholed } from './route-blackholed.ts';
import { s3GatewayEndpoint } from './s3-gateway-endpoint.ts';
import { seenFromElsewhere } from './seen-from-elsewhere.ts';
import { serviceHangs } from './service-hangs.ts';
import { serviceResets } from './service-resets.ts';
import { slowPath } from './slow-path.ts';
import { subnetsWithoutIpv6 } from './subnets-without-ipv6.ts';
import { tableVanished } from './table-vanished.ts';
import { throttled } from './throttled.ts';
import { witnessElsewhere } from './witness-elsewhere.ts';
import type { World } from './world.ts';

export const WORLDS: readonly World[] = [
  asSynthesized,
  noDefaultRoute,
  defaultRouteToInternetGateway,
  moreSpecificRoute,
  routeBlackholed,
  natGateway,
  oneAzBroken,
  egressClosed,
  ingressOpened,
  aaaaMissing,
  aRecordsMissing,
  namesInsideVpc,
  witnessElsewhere,
  explicitDeny,
  credentialsExpired,
  tableVanished,
  indexOfAnotherDimension,
  ec2WithoutIpv6,
  ec2AnswersNonsense,
  bedrockDualStack,
  bedrockNotGranted,
  echoServicesDown,
  echoAnswersMarkup,
  seenFromElsewhere,
  functionWithoutIpv6,
  subnetsWithoutIpv6,
  dnsFails,
  dnsSilent,
  connectionRefused,
  administrativelyProhibited,
  slowPath,
  firstSynLost,
  firstSynLostCured,
  largePacketsLost,
  certificateExpired,
  certificateWrongName,
  certificateUntrusted,
  handshakeSilent,
  serviceHangs,
  serviceResets,
  answerBreaksOff,
  throttled,
  answerWithoutEnd,
  noTime,
  hostileServers,
  registries,
  networkAclOut,
  networkAclReplies,
  blockPublicAccess,
  s3GatewayEndpoint,
  nat64,
  interfaceEndpoint,
  hybrid,
  hybridIpv4Only,
  hybridBroken,
];
