import type { Node } from 'constructs';
import { type ProviderName, providerNames } from '../functions/domain/providers.ts';
import { USAGE_SHARDS } from '../functions/runtime/config.ts';

/** The parameters of a deployment, from `-c name=value` or `cdk.json`. None of them is secret. */
export interface Deployment {
  readonly stage: string;
  /** Whether data is retained when a stack is deleted. Only `dev` deletes it. */
  readonly keepsData: boolean;
  /** The origin of the dashboard, the only one from which browsers may call. */
  readonly webOrigin: string;
  /** The issuer of accepted tokens, unless the deployment has a user pool of its own. */
  readonly issuer: TokenTrust | undefined;
  /** The sender of mail. Without one no mail is sent. */
  readonly mailSender: string | undefined;
  readonly paymentProvider: ProviderName;
  /** A custom domain for the API. */
  readonly apiDomain: ApiDomain | undefined;
  /** A custom domain for the dashboard, and its certificate. */
  readonly webDomain: WebDomain | undefined;
  /** A web ACL of AWS WAF for the dashboard and the API behind it. CloudFront requires one in us-east-1. */
  readonly webAclArn: string | undefined;
  /** The recipient of alarms. */
  readonly alarmEmail: string | undefined;
  /** The number of message groups of usage events. */
  readonly usageShards: number;
}

/** The issuer of accepted tokens. Functions fetch the keys from `jwksUrl`. */
export interface TokenTrust {
  readonly tokenIssuer: string;
  /** Accepted audiences: an `aud`, or the client of a Cognito access token. */
  readonly tokenAudiences: readonly string[];
  readonly jwksUrl: string;
}

/** A domain with an ACM certificate in the API's region. */
export interface ApiDomain {
  readonly domainName: string;
  readonly certificateArn: string;
}

/** A domain with an ACM certificate in us-east-1, as CloudFront requires. */
export interface WebDomain {
  readonly domainName: string;
  readonly certificateArn: string;
}

/** Defaults for a `dev` stage that anyone can deploy: it has its own users and moves no money. */
const devDefaults = {
  webOrigin: 'http://localhost:3000',
  paymentProvider: 'sandbox',
} as const;

type RequiredName = keyof typeof devDefaults;

/** Optional parameters, in groups that are given completely or not at all. */
const optionalGroups = [
  ['tokenIssuer', 'tokenAudience', 'jwksUrl'],
  ['apiDomainName', 'apiCertificateArn'],
  ['webDomainName', 'webCertificateArn'],
  ['webAclArn'],
  ['mailSender'],
  ['alarmEmail'],
  ['usageShards'],
  ['dueShards'],
] as const;

type OptionalName = (typeof optionalGroups)[number][number];
type Values = Readonly<Record<RequiredName | OptionalName, string>>;

/** Reads the deployment from the app's context. Throws one error that lists everything missing or unsafe. */
export function deploymentOf(node: Node): Deployment {
  const stage = text(node, 'stage') || 'dev';
  if (!/^[a-z][a-z0-9]{0,15}$/.test(stage)) {
    throw new Error(`The stage '${stage}' must be 1 to 16 lower-case letters and digits, a letter first.`);
  }
  const isDev = stage === 'dev';
  const values = valuesOf(node, isDev);
  refuseDefects(stage, [...missingIn(values), ...malformedIn(values), ...(isDev ? [] : unsafeIn(values))]);
  const { webOrigin, mailSender, alarmEmail, usageShards } = values;
  return {
    stage,
    keepsData: !isDev,
    webOrigin,
    issuer: issuerOf(values),
    mailSender: mailSender || undefined,
    paymentProvider: providerNames.find((name) => name === values.paymentProvider) ?? 'sandbox',
    apiDomain: domainOf(values.apiDomainName, values.apiCertificateArn),
    webDomain: domainOf(values.webDomainName, values.webCertificateArn),
    webAclArn: values.webAclArn || undefined,
    alarmEmail: alarmEmail || undefined,
    usageShards: Number(usageShards || USAGE_SHARDS),
  };
}

const domainOf = (domainName: string, certificateArn: string) =>
  domainName === '' ? undefined : { domainName, certificateArn };

function valuesOf(node: Node, isDev: boolean): Values {
  const required = Object.keys(devDefaults) as RequiredName[];
  return Object.fromEntries([
    ...required.map((name) => [name, text(node, name) || (isDev ? devDefaults[name] : '')]),
    ...optionalGroups.flat().map((name) => [name, text(node, name)]),
  ]) as Values;
}

function text(node: Node, name: string): string {
  const value: unknown = node.tryGetContext(name);
  return typeof value === 'string' ? value : '';
}

/** The audience may be a comma-separated list. */
const issuerOf = ({ tokenIssuer, tokenAudience, jwksUrl }: Values): TokenTrust | undefined =>
  tokenIssuer === '' ? undefined : { tokenIssuer, tokenAudiences: tokenAudience.split(','), jwksUrl };

function missingIn(values: Values): string[] {
  const incomplete = optionalGroups.filter((group) => group.some((name) => values[name] !== '')).flat();
  return [...(Object.keys(devDefaults) as RequiredName[]), ...incomplete]
    .filter((name) => values[name] === '')
    .map((name) => `${name} is not given`);
}

const ADDRESS = /^[^@\s<>]+@[^@\s<>]+$/;

const malformedIn = (values: Values): string[] => [
  ...(['mailSender', 'alarmEmail'] as const)
    .filter((name) => values[name] !== '' && !ADDRESS.test(values[name]))
    .map((name) => `${name} must be an address`),
  ...(/^([1-9]\d{0,4})?$/.test(values.usageShards) ? [] : ['usageShards must be a number from 1 to 99999']),
  ...(['', ...providerNames].includes(values.paymentProvider)
    ? []
    : [`paymentProvider must be ${providerNames.join(' or ')}`]),
  ...(values.webDomainName === '' || values.webOrigin === `https://${values.webDomainName}`
    ? []
    : [`webOrigin must be https://${values.webDomainName}, which webDomainName says`]),
  ...(['webCertificateArn', 'webAclArn'] as const)
    .filter((name) => values[name] !== '' && values[name].split(':')[3] !== 'us-east-1')
    .map((name) => `${name} must be of us-east-1, as CloudFront asks`),
  ...(/^([1-9]\d{0,3})?$/.test(values.dueShards) ? [] : ['dueShards must be a number from 1 to 9999']),
];

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
