/** A clone after `npm ci`, made of links, with the files that pages name. */
import { copyFileSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseYamlTemplate } from '../../lib/lab/template/yaml-template.ts';
import { ROOT } from './pages.ts';

export const EXAMPLE = join(ROOT, 'docs', 'examples', 'vpc.yaml');

/** What commands of the pages write. */
export const WRITTEN = ['new.json', 'new.yaml', 'targets.txt', 'vpc.json'];

/** What a clone does not have. */
const NOT_CLONED = new Set(['.git', 'cdk.out', 'dist', ...WRITTEN]);

/** The folder itself is a real one, since commands name files by their way from it. */
export function cloneInto(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(ROOT))
    if (!NOT_CLONED.has(name)) symlinkSync(join(ROOT, name), join(folder, name));
}

/** What readers bring: a template and an assembly. */
export function writeFilesInto(folder: string): void {
  copyFileSync(EXAMPLE, join(folder, 'vpc.yaml'));
  writeAssembly(join(folder, 'cdk.out'));
}

/** The same template as the CDK would write it. */
function writeAssembly(folder: string): void {
  const template = parseYamlTemplate(readFileSync(EXAMPLE, 'utf8'));
  const artifact = {
    type: 'aws:cloudformation:stack',
    environment: 'aws://111122223333/us-west-2',
    properties: { templateFile: 'Shop.template.json' },
  };
  mkdirSync(folder);
  writeFileSync(join(folder, 'Shop.template.json'), JSON.stringify(template, null, 1));
  writeFileSync(
    join(folder, 'manifest.json'),
    JSON.stringify({ version: '48.0.0', artifacts: { Shop: artifact } }),
  );
}
