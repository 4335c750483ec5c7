/** The entry of the lab's inner process, alone in its own namespaces. */
import { runWorld } from './run-world.ts';
import { serveInside } from './spawn-inside.ts';

serveInside(runWorld);
