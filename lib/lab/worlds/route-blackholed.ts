/** A route to STS's address leads to a gateway that was deleted: EC2 keeps it, as a black hole that hides ::/0. */
import { ec2Id } from '../template/physical-ids.ts';
import { addHostRoute } from './routes.ts';
import { controlsSilent, healthy, silent, type World } from './world.ts';

export const routeBlackholed: World = {
  name: 'route-blackholed',
  summary: "a route to STS's address leads to a gateway that was deleted",
  drift: (model) => addHostRoute(model, /^sts\..*\.api\.aws$/, ec2Id('eigw', 'Deleted')),
  expectTarget: (id) => (id === 'sts' ? silent('ConnectTimeout') : healthy(id)),
  expectControls: controlsSilent,
};
