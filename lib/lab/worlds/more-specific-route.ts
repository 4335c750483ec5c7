/** Somebody routed checkip's address alone to the internet gateway: its path differs from that of everything else. */
import { addHostRoute } from './routes.ts';
import { controlsSilent, failed, healthy, type World } from './world.ts';

export const moreSpecificRoute: World = {
  name: 'more-specific-route',
  summary: "a route to checkip's address leads to the internet gateway, past the ::/0 to the egress-only one",
  drift: (model) => {
    const { id = '' } = model.gateways.find(({ kind }) => kind === 'internet-gateway') ?? {};
    return addHostRoute(model, /^checkip\.global\.api\.aws$/, id);
  },
  expectTarget: (id) => (id === 'checkip' ? failed('InternetGatewayInPath', 'igw') : healthy(id)),
  expectControls: controlsSilent,
};
