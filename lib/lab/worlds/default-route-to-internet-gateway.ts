/** The private subnets' ::/0 leads to the internet gateway, which carries IPv6 both ways: it works, and lets strangers in. */
import { resourcesOfType } from '../template/template.ts';
import { openIngress } from './ingress-opened.ts';
import { controlsSilent, failed, silent, type World } from './world.ts';

export const defaultRouteToInternetGateway: World = {
  name: 'default-route-to-internet-gateway',
  summary: '::/0 leads to the internet gateway, and the security group lets everything in',
  changeTemplate: (template) => {
    const [[internetGateway = ''] = []] = resourcesOfType(template, 'AWS::EC2::InternetGateway');
    for (const [, route] of resourcesOfType(template, 'AWS::EC2::Route')) {
      if (route.Properties?.EgressOnlyInternetGatewayId === undefined) continue;
      const { EgressOnlyInternetGatewayId: _, ...rest } = route.Properties;
      route.Properties = { ...rest, GatewayId: { Ref: internetGateway } };
    }
    openIngress(template);
  },
  expectTarget: (id) =>
    id === 'bedrock-runtime' ? silent('NoSuchHost') : failed('InternetGatewayInPath', 'igw'),
  expectControls: controlsSilent,
  expectInbound: true,
};
