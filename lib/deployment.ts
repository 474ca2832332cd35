import type { Node } from 'constructs';

/** What one deployment is told from outside, by `-c name=value` or by `cdk.json`. */
export interface Deployment {
  readonly stage: string;
  /** Whether its data outlives its stacks. Only `dev` may be thrown away. */
  readonly keepsData: boolean;
  /** Where the dashboard is served: the one origin that browsers may call from. */
  readonly webOrigin: string;
  readonly tokens: TokenTrust;
  /** The address that mail is from: SES must know it, or its domain, as an identity. */
  readonly mailSender: string;
  readonly payments: PaymentTerms;
}

/** Whose tokens are believed. API Gateway finds the keys by the issuer; functions fetch them from `jwksUrl`. */
export interface TokenTrust {
  readonly tokenIssuer: string;
  readonly tokenAudience: string;
  readonly jwksUrl: string;
}

/** Who moves the money, and the secrets shared with them. The sandbox moves none. */
export type PaymentTerms =
  | { readonly paymentProvider: 'sandbox'; readonly sandboxSecret: string }
  | {
      readonly paymentProvider: 'stripe';
      readonly stripeSecretKey: string;
      readonly stripeWebhookSecret: string;
    };

/** Good enough to synthesise a `dev` stage with; no token is ever signed by this issuer. */
const devDefaults = {
  tokenIssuer: 'https://issuer.example/',
  tokenAudience: 'billing',
  jwksUrl: 'https://issuer.example/.well-known/jwks.json',
  webOrigin: 'http://localhost:3000',
  mailSender: 'billing@issuer.example',
  paymentProvider: 'sandbox',
  sandboxSecret: 'whsec_bm90IGEgc2VjcmV0OiB3aGF0IGRldiBzaWducyB3aXRo',
  // Nobody's: a stage that really pays is told its own.
  stripeSecretKey: '',
  stripeWebhookSecret: '',
} as const;

type ContextName = keyof typeof devDefaults;
type Values = Readonly<Record<ContextName, string>>;

/** Reads the deployment from the app's context. Refuses all that is missing or unsafe at once. */
export function deploymentOf(node: Node): Deployment {
  const stage = text(node, 'stage') ?? 'dev';
  if (!/^[a-z][a-z0-9]{0,15}$/.test(stage)) {
    throw new Error(`The stage '${stage}' must be 1 to 16 lower-case letters and digits, a letter first.`);
  }
  const isDev = stage === 'dev';
  const names = Object.keys(devDefaults) as ContextName[];
  const values = Object.fromEntries(
    names.map((name) => [name, text(node, name) ?? (isDev ? devDefaults[name] : '')]),
  ) as Values;
  refuseDefects(stage, [...missingIn(values), ...(isDev ? [] : unsafeIn(values))]);
  const { tokenIssuer, tokenAudience, jwksUrl, webOrigin, mailSender } = values;
  return {
    stage,
    keepsData: !isDev,
    webOrigin,
    tokens: { tokenIssuer, tokenAudience, jwksUrl },
    mailSender,
    payments: paymentTermsOf(values),
  };
}

function text(node: Node, name: string): string | undefined {
  const value: unknown = node.tryGetContext(name);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

const paymentTermsOf = (values: Values): PaymentTerms => {
  const { sandboxSecret, stripeSecretKey, stripeWebhookSecret } = values;
  return values.paymentProvider === 'stripe'
    ? { paymentProvider: 'stripe', stripeSecretKey, stripeWebhookSecret }
    : { paymentProvider: 'sandbox', sandboxSecret };
};

const secretsOf = (provider: string): readonly ContextName[] =>
  provider === 'stripe' ? ['stripeSecretKey', 'stripeWebhookSecret'] : ['sandboxSecret'];

function missingIn(values: Values): string[] {
  const { mailSender, paymentProvider } = values;
  const always = ['tokenIssuer', 'tokenAudience', 'jwksUrl', 'webOrigin', 'mailSender', 'paymentProvider'];
  const needed = [...always, ...(paymentProvider === '' ? [] : secretsOf(paymentProvider))] as ContextName[];
  return [
    ...needed.filter((name) => values[name] === '').map((name) => `${name} is not given`),
    ...(mailSender === '' || /^[^@\s<>]+@[^@\s<>]+$/.test(mailSender)
      ? []
      : ['mailSender must be an address']),
    ...(['', 'sandbox', 'stripe'].includes(paymentProvider)
      ? []
      : ['paymentProvider must be sandbox or stripe']),
  ];
}

const unsafeIn = (values: Values): string[] =>
  (['tokenIssuer', 'jwksUrl', 'webOrigin'] as const)
    .filter((name) => values[name] !== '' && !values[name].startsWith('https://'))
    .map((name) => `${name} must start with https://`);

function refuseDefects(stage: string, defects: readonly string[]): void {
  if (defects.length === 0) return;
  throw new Error(
    `The stage '${stage}' cannot be synthesised: ${defects.join('; ')}. Give each as -c name=value; only 'dev' has defaults.`,
  );
}
