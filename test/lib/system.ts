import { readFileSync } from 'node:fs';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { deploymentOf } from '../../lib/deployment.ts';
import { billingStacks } from '../../lib/stacks.ts';

export interface Resource {
  readonly Type: string;
  readonly DeletionPolicy?: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

export type Resources = Readonly<Record<string, Resource>>;

/** A deployed stage as its templates say it. */
export interface System {
  readonly data: Template;
  readonly ingest: Template;
  readonly service: Template;
  readonly background: Template;
  readonly resources: Resources;
}

const cdk = JSON.parse(readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8')) as {
  readonly context: Readonly<Record<string, unknown>>;
};

/** What a stage must be told that keeps its data and pays for real. */
export const ofProd = {
  stage: 'prod',
  tokenIssuer: 'https://login.example.org/',
  tokenAudience: 'billing-prod',
  jwksUrl: 'https://login.example.org/keys',
  webOrigin: 'https://app.example.org',
  mailSender: 'billing@example.org',
  paymentProvider: 'stripe',
  stripeSecretKey: 'sk_live_1',
  stripeWebhookSecret: 'whsec_1',
} as const;

/** Synthesises a stage with the context of `cdk.json`. Bundles nothing: the templates are the same without. */
export function synthesise(context: Readonly<Record<string, string>> = {}): System {
  const app = new App({ context: { ...cdk.context, 'aws:cdk:bundling-stacks': [], ...context } });
  const stacks = billingStacks(app, deploymentOf(app.node));
  const data = Template.fromStack(stacks.data);
  const ingest = Template.fromStack(stacks.ingest);
  const service = Template.fromStack(stacks.service);
  const background = Template.fromStack(stacks.background);
  // One name space for all: logical ids are told apart by their stack.
  const resources = Object.entries({ data, ingest, service, background }).flatMap(([stack, template]) =>
    Object.entries((template.toJSON() as { Resources: Resources }).Resources).map(
      ([id, resource]) => [`${stack}/${id}`, resource] as const,
    ),
  );
  return { data, ingest, service, background, resources: Object.fromEntries(resources) };
}

/** All resources of a type, by `<stack>/<logical id>`. */
export const ofType = (resources: Resources, type: string): [string, Resource][] =>
  Object.entries(resources).filter(([, resource]) => resource.Type === type);

/** A logical id without the eight digits that CDK ends it with. */
export const plainName = (logicalId: string): string => logicalId.replace(/[0-9A-F]{8}$/, '');
