/** The function has nine seconds, and STS takes longer: the report is out in time, and says what was cut off. */
import { changeFunctions } from './functions.ts';
import { changeHosts } from './hosts.ts';
import { controlsMeaningless, healthy, type World } from './world.ts';

export const noTime: World = {
  name: 'no-time',
  summary: 'the function has nine seconds, and STS never answers',
  changeTemplate: (template) => changeFunctions(template, (properties) => ({ ...properties, Timeout: 9 })),
  changeInternet: (internet) =>
    changeHosts(internet, /^sts\..*\.api\.aws$/, (host) => ({ ...host, service: 'hanging' })),
  expectTarget: (id) =>
    id === 'sts' ? { path: 'eigw', verdict: 'inconclusive', cause: 'CutOff' } : healthy(id),
  expectControls: controlsMeaningless,
};
