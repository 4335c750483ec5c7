/** The resolver's own process, inside the router's namespace: takes its orders over IPC and ends with its parent. */
import { startDnsServer } from './dns-server.ts';
import type { FromResolver, ToResolver } from './resolver-messages.ts';

function tell(message: FromResolver): void {
  process.send?.(message);
}

process.once('disconnect', () => process.exit());
process.once('message', (order: ToResolver) => {
  if (order.kind !== 'start') return;
  startDnsServer(order).then(
    ({ port, queries }) => {
      process.on('message', (next: ToResolver) => {
        if (next.kind === 'queries') tell({ kind: 'queries', queries });
      });
      tell({ kind: 'ready', port });
    },
    (error: Error) => tell({ kind: 'failed', message: error.message }),
  );
});
