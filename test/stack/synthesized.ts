/** Synthesizes the stack for a test, with cdk.json's own context and without bundling. */

import { Template } from 'aws-cdk-lib/assertions';
import { App, type Stack } from 'aws-cdk-lib/core';
import cdkJson from '../../cdk.json' with { type: 'json' };
import { NatlessStack } from '../../lib/stack/natless-stack.ts';
import { readSettings } from '../../lib/stack/settings.ts';

export interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
  readonly DependsOn?: string | string[];
}

interface Synthesized {
  readonly app: App;
  readonly stack: Stack;
  readonly template: Template;
  readonly resources: Readonly<Record<string, Resource>>;
  /** Properties of the resources of a type, by logical id. */
  readonly propertiesOf: (type: string) => [logicalId: string, properties: Record<string, unknown>][];
}

/** The app and its stack, to be changed before anything reads them. */
export function unsynthesized(settings: object = {}, region?: string): Pick<Synthesized, 'app' | 'stack'> {
  // An app in a test reads no cdk.json: the feature flags must come along.
  const app = new App({ context: { ...cdkJson.context, 'aws:cdk:bundling-stacks': [] } });
  const env = region === undefined ? {} : { env: { region } };
  return { app, stack: new NatlessStack(app, 'Natless', { settings: readSettings(settings), ...env }) };
}

export function synthesized(settings: object = {}): Synthesized {
  const { app, stack } = unsynthesized(settings);
  const template = Template.fromStack(stack);
  const resources = template.toJSON().Resources as Record<string, Resource>;
  return {
    app,
    stack,
    template,
    resources,
    propertiesOf: (type) =>
      Object.entries(resources)
        .filter(([, resource]) => resource.Type === type)
        .map(([logicalId, resource]) => [logicalId, resource.Properties]),
  };
}
