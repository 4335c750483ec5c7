/** Scenes for the tests of the picture: each kind of way, in networks of each kind. */
import { reportOf } from '../../../../lambda/report/judge/summary.ts';
import type { Run } from '../../../../lambda/report/report-schema.ts';
import { networkInReport } from '../../../../lib/report/html/network.ts';
import { reportScene } from '../../../../lib/report/html/picture/report-scene.ts';
import type { Journey, Scene } from '../../../../lib/report/html/picture/scene.ts';
import { rowsOf } from '../../../../lib/report/html/rows.ts';
import type { DrawnNetwork, DrawnSubnet } from '../../../../lib/report/inputs/network.ts';
import { failing, passing, run } from '../../run-builder.ts';

export function sceneOf(runs: readonly Run[], network?: DrawnNetwork): Scene {
  const report = reportOf([...runs]);
  return reportScene(report, rowsOf(report), network ?? networkInReport(report));
}

export function subnet(id: string, routes: Readonly<Record<string, string>>, name = id): DrawnSubnet {
  const drawn = Object.entries(routes).map(([destination, gatewayId]) => ({ destination, gatewayId }));
  return { id, name, availabilityZone: 'us-west-2a', cidrBlocks: ['10.0.0.0/24'], routes: drawn };
}

/** A public subnet with a NAT gateway, and private ones that lead to it, to an EIGW and to an endpoint. */
export const CLASSIC: DrawnNetwork = {
  ipv4CidrBlocks: ['10.0.0.0/16'],
  ipv6CidrBlocks: ['2001:db8:1234:1a00::/56'],
  subnets: [
    subnet('subnet-outer', { '0.0.0.0/0': 'igw-0d6257ad0450a119d' }),
    subnet('subnet-a', { '0.0.0.0/0': 'nat-0d6257ad0450a119d', '::/0': 'eigw-0b7450bfd4e738b19' }),
    subnet('subnet-b', {
      '0.0.0.0/0': 'nat-0d6257ad0450a119d',
      'pl-0934ec36a3a2e2cad': 'vpce-0eefbbd5cbc5c6be2',
    }),
  ],
  gateways: [
    { id: 'igw-0d6257ad0450a119d' },
    { id: 'nat-0d6257ad0450a119d', subnetId: 'subnet-outer' },
    { id: 'eigw-0b7450bfd4e738b19' },
    { id: 'vpce-0eefbbd5cbc5c6be2', serviceName: 'com.amazonaws.us-west-2.s3' },
  ],
};

const NAT = ['nat-0d6257ad0450a119d', 'igw-0d6257ad0450a119d'];

const WAYS: readonly Pick<Journey, 'look' | 'stops' | 'broken'>[] = [
  { look: 'pass', stops: ['eigw-0b7450bfd4e738b19'], broken: null },
  { look: 'today', stops: NAT, broken: null },
  { look: 'neutral', stops: ['vpce-0eefbbd5cbc5c6be2'], broken: null },
  { look: 'fail', stops: [], broken: 'NoRoute' },
  { look: 'inconclusive', stops: [], broken: 'UnknownToLab' },
  { look: 'fail', stops: ['eigw-0b7450bfd4e738b19'], broken: 'ConnectTimeout' },
  { look: 'fail', stops: ['nat-0d6257ad0450a119d'], broken: 'ConnectTimeout' },
  { look: 'inconclusive', stops: [''], broken: null },
];

/** Every kind of way from two subnets. */
export const EVERY_WAY: Scene = {
  network: CLASSIC,
  probed: new Set(['subnet-a', 'subnet-b']),
  targets: WAYS.map(({ look }, index) => ({
    name:
      index === 0
        ? 's3-long.us-west-2.amazonaws.com'
        : `target-${index}.with-a-long-name.us-west-2.amazonaws.com`,
    look: { name: look === 'today' ? 'neutral' : look, mark: '•' },
    said: 'said',
  })),
  journeys: ['subnet-a', 'subnet-b'].flatMap((from) => WAYS.map((way, target) => ({ ...way, from, target }))),
};

export const SCENES: readonly (readonly [name: string, scene: Scene])[] = [
  ['every way', EVERY_WAY],
  [
    'a report without a network',
    sceneOf([run([passing('good'), failing('silent'), failing('gone', 'ENETUNREACH')])]),
  ],
  [
    'many targets',
    {
      ...EVERY_WAY,
      targets: Array.from({ length: 60 }, () => EVERY_WAY.targets)
        .flat()
        .slice(0, 60),
    },
  ],
  [
    'many gateways',
    {
      ...EVERY_WAY,
      network: {
        ...CLASSIC,
        gateways: [
          ...CLASSIC.gateways,
          ...Array.from({ length: 30 }, (_, index) => ({ id: `vpce-${index}` })),
        ],
      },
    },
  ],
];
