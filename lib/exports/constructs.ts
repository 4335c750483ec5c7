/** What an app imports from `natless`: the network as CDK constructs. */
export {
  DualStackNetwork,
  type DualStackNetworkProps,
  type PrivateSubnet,
} from '../stack/network/dual-stack-network.ts';
export { FlowLogs } from '../stack/network/flow-logs.ts';
