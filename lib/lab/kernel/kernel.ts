/** The front door of the kernel's part: code outside this folder imports only from here. */
export { startCapture } from './capture.ts';
export { type EndpointHost, placeEndpointInterfaces, vpcEndpointBetween } from './endpoints.ts';
export type { Fault } from './faults.ts';
export { type NetworkInterface, type Placement, placeInterfaces } from './interfaces.ts';
export type { Drop, Flow, Ledger, Link } from './ledger.ts';
export { applyWiring, readLedger } from './netns.ts';
export { type Wiring, wireNetwork } from './wiring.ts';
