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
  readonly web: Template;
  readonly observability: Template;
  readonly resources: Resources;
}

const cdk = JSON.parse(readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8')) as {
  readonly context: Readonly<Record<string, unknown>>;
};

/** What a stage must be told that keeps its data and pays for real. */
export const ofProd = {
  stage: 'prod',
  webOrigin: 'https://app.example.org',
  mailSender: 'billing@example.org',
  paymentProvider: 'stripe',
} as const;

/** An issuer that stands in for a user pool of its own. */
export const ofOtherIssuer = {
  tokenIssuer: 'https://login.example.org/',
  tokenAudience: 'billing-prod,billing-machines',
  jwksUrl: 'https://login.example.org/keys',
} as const;

export type Context = Readonly<Record<string, string>>;

/**
 * The app of a stage, with the context of `cdk.json`. Bundles nothing: the templates are the same without. CDK's own
 * validation, 4 s a stage, is left to `npm run synth` and `npm run test:templates`.
 */
export function appOf(context: Context = {}) {
  const app = new App({
    context: { ...cdk.context, 'aws:cdk:bundling-stacks': [], ...context },
    builtinCloudFormationValidation: false,
    stackTraces: false,
    treeMetadata: false,
  });
  return { app, stacks: withShortTraces(() => billingStacks(app, deploymentOf(app.node))) };
}

/** CDK keeps the stack trace of every resource, of which jest maps each line to its source: half of the time it takes. */
function withShortTraces<Result>(make: () => Result): Result {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 1;
  try {
    return make();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

const synthesised = new Map<string, System>();

/** The templates of a stage, synthesised once for each context. */
export function synthesise(context: Context = {}): System {
  const key = JSON.stringify(context);
  const system = synthesised.get(key) ?? templatesOf(context);
  synthesised.set(key, system);
  return system;
}

function templatesOf(context: Context): System {
  const { stacks } = appOf(context);
  const templates = withShortTraces(() => ({
    data: Template.fromStack(stacks.data),
    ingest: Template.fromStack(stacks.ingest),
    service: Template.fromStack(stacks.service),
    background: Template.fromStack(stacks.background),
    web: Template.fromStack(stacks.web),
    observability: Template.fromStack(stacks.observability),
  }));
  // One name space for all: logical ids are told apart by their stack.
  const resources = Object.entries(templates).flatMap(([stack, template]) =>
    Object.entries((template.toJSON() as { Resources: Resources }).Resources).map(
      ([id, resource]) => [`${stack}/${id}`, resource] as const,
    ),
  );
  return { ...templates, resources: Object.fromEntries(resources) };
}

/** All resources of a type, by `<stack>/<logical id>`. */
export const ofType = (resources: Resources, type: string): [string, Resource][] =>
  Object.entries(resources).filter(([, resource]) => resource.Type === type);

/** A logical id without the eight digits that CDK ends it with. */
export const plainName = (logicalId: string): string => logicalId.replace(/[0-9A-F]{8}$/, '');
