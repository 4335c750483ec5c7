/** Runs `natless describe` against a stand-in of AWS, and reads its file as the lab does. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildModel } from '../../lib/lab/template/build-model.ts';
import type { Model } from '../../lib/lab/template/model.ts';
import { openStack } from '../../lib/lab/template/open-stack.ts';
import type { Stack } from '../../lib/lab/template/stack.ts';
import type { Template } from '../../lib/lab/template/template.ts';
import { readVpcFile } from '../../lib/vpc-file/read-vpc-file.ts';
import { natless } from '../command.ts';
import { MODEL_PROPS } from '../lab/fixtures/dual-stack-template.ts';
import { type Answers, startAwsStandIn } from './aws-stand-in.ts';
import { userEnvironment } from './deployed-stack.ts';
import { accountWith } from './described-account.ts';
import { ACCOUNT } from './described-compute.ts';

const { workload: _, ...PROPS } = MODEL_PROPS;

export function modelOf(template: Template): Model {
  return buildModel(template, PROPS);
}

export function stackOf(template: Template): Stack {
  return openStack(template, PROPS);
}

/** The account that a template was deployed to. */
export function accountOf(template: Template, variables = {}): Answers {
  return accountWith(modelOf(template), stackOf(template), variables);
}

export async function describeWith(answers: Answers, vpcId: string) {
  const aws = await startAwsStandIn(answers);
  try {
    return await natless(['describe', vpcId], { env: userEnvironment(aws) });
  } finally {
    await aws.stop();
  }
}

/** As the lab reads it. */
function readBack(text: string) {
  const folder = mkdtempSync(join(tmpdir(), 'natless-test-'));
  try {
    const path = join(folder, 'vpc.json');
    writeFileSync(path, text);
    return readVpcFile(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export function modelOfFile(text: string): Model {
  const { template, described } = readBack(text);
  return buildModel(template, { ...PROPS, described });
}

export function networkOfFile(text: string): { readonly template: Template; readonly model: Model } {
  return { template: readBack(text).template, model: modelOfFile(text) };
}

export function stackOfFile(text: string): Stack {
  const { template, described } = readBack(text);
  return openStack(template, { region: 'us-west-2', accountId: ACCOUNT, described });
}
