/** Holds each VXLAN datagram for some milliseconds and sends it on. Ends with its parent. */
import { createSocket } from 'node:dgram';
import { withChecksum } from './checksum.ts';
import { DELAY_ROUTE } from './delay-wiring.ts';

const milliseconds = Number(process.argv[2]);
const { listen, forward } = DELAY_ROUTE;
const socket = createSocket('udp4');

socket.on('message', (datagram) => {
  setTimeout(() => socket.send(withChecksum(datagram), forward.port, forward.address), milliseconds);
});
socket.bind(listen.port, listen.address, () => process.send?.('ready'));
process.once('disconnect', () => process.exit());
