import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { deploymentOf } from '../lib/deployment.ts';
import { billingStacks } from '../lib/stacks.ts';
import { ensurePython } from './e2e/fetched.ts';
import { root } from './e2e/places.ts';
import { run } from './e2e/process.ts';

/**
 * `npm run test:templates`: checks the templates of each kind of stage against CloudFormation's schemas and rules with
 * cfn-lint (PyPI). Functions are not bundled, because that does not change the templates.
 */
const CFN_LINT = '1.58.0';
const MINUTES = 5;

/** A CDK role and its policy name each other, which makes a function's DependsOn of both redundant. */
const IGNORED = 'W3005';
/** Each region costs as much again: one of them outside of the full scope. */
const REGIONS =
  process.env.TEST_SCOPE === 'full' ? ['us-east-1', 'eu-central-1', 'ap-southeast-1'] : ['eu-central-1'];

const prod = {
  stage: 'prod',
  webOrigin: 'https://app.example.org',
  paymentProvider: 'stripe',
} as const;

/** Stages that cover every option of a deployment, once set and once not. */
const stages: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  dev: {},
  prod: {
    ...prod,
    mailSender: 'billing@example.org',
    alarmEmail: 'ops@example.org',
    apiDomainName: 'api.example.org',
    apiCertificateArn:
      'arn:aws:acm:eu-central-1:123456789012:certificate/11111111-1111-1111-1111-111111111111',
    webDomainName: 'app.example.org',
    webCertificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/22222222-2222-2222-2222-222222222222',
    webAclArn:
      'arn:aws:wafv2:us-east-1:123456789012:global/webacl/billing/33333333-3333-3333-3333-333333333333',
  },
  'another issuer': {
    ...prod,
    tokenIssuer: 'https://login.example.org/',
    tokenAudience: 'billing-prod,billing-machines',
    jwksUrl: 'https://login.example.org/keys',
  },
};

const stopped = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
  process.on(signal, () => stopped.abort(new Error(`It was stopped by ${signal}.`)));
const signal = AbortSignal.any([stopped.signal, AbortSignal.timeout(MINUTES * 60_000)]);

const home = await mkdtemp(join(tmpdir(), 'templates-'));
try {
  const python = await ensurePython(`cfn-lint-${CFN_LINT}`, [`cfn-lint==${CFN_LINT}`], signal);
  const { context: flags } = JSON.parse(await readFile(join(root, 'cdk.json'), 'utf8'));
  for (const [name, context] of Object.entries(stages)) {
    const templates = await synthesise(join(home, name.replace(' ', '-')), { ...flags, ...context });
    const options = ['--regions', ...REGIONS, '--ignore-checks', IGNORED, '--template', ...templates];
    await run({ words: [python, '-c', 'from cfnlint.runner import main; main()', ...options] }, 240, signal);
    console.log(`${name}: ${templates.length} templates, nothing to complain of`);
  }
} catch (error) {
  const cause = signal.aborted ? signal.reason : error;
  console.error(cause instanceof Error ? cause.message : cause);
  process.exitCode = 1;
} finally {
  await rm(home, { recursive: true, force: true });
}

async function synthesise(outdir: string, context: Readonly<Record<string, unknown>>): Promise<string[]> {
  const app = new App({ outdir, context: { ...context, 'aws:cdk:bundling-stacks': [] } });
  billingStacks(app, deploymentOf(app.node));
  app.synth();
  const files = await readdir(outdir);
  return files.filter((file) => file.endsWith('.template.json')).map((file) => join(outdir, file));
}
