import { App } from 'aws-cdk-lib';
import { deploymentOf } from '../../lib/deployment.ts';
import { ofOtherIssuer, ofProd } from './system.ts';

const deployment = (context: Record<string, string> = {}) => deploymentOf(new App({ context }).node);

describe('a deployment', () => {
  it('needs no parameters on dev, where no data is retained', () => {
    expect(deployment()).toEqual({
      stage: 'dev',
      keepsData: false,
      webOrigin: 'http://localhost:3000',
      issuer: undefined,
      mailSender: undefined,
      paymentProvider: 'sandbox',
      apiDomain: undefined,
      webDomain: undefined,
      webAclArn: undefined,
      alarmEmail: undefined,
      usageShards: 64,
    });
  });

  it('uses the given parameters', () => {
    const apiCertificateArn = 'arn:aws:acm:eu-west-1:123456789012:certificate/1';
    const webCertificateArn = 'arn:aws:acm:us-east-1:123456789012:certificate/2';
    const webAclArn = 'arn:aws:wafv2:us-east-1:123456789012:global/webacl/billing/3';
    const told = {
      apiDomainName: 'api.example.org',
      apiCertificateArn,
      webDomainName: 'app.example.org',
      webCertificateArn,
      webAclArn,
      alarmEmail: 'ops@example.org',
      usageShards: '256',
    };
    expect(deployment({ ...ofProd, ...ofOtherIssuer, ...told })).toEqual({
      stage: 'prod',
      keepsData: true,
      webOrigin: 'https://app.example.org',
      issuer: {
        tokenIssuer: 'https://login.example.org/',
        tokenAudiences: ['billing-prod', 'billing-machines'],
        jwksUrl: 'https://login.example.org/keys',
      },
      mailSender: 'billing@example.org',
      paymentProvider: 'stripe',
      apiDomain: { domainName: 'api.example.org', certificateArn: apiCertificateArn },
      webDomain: { domainName: 'app.example.org', certificateArn: webCertificateArn },
      webAclArn,
      alarmEmail: 'ops@example.org',
      usageShards: 256,
    });
  });

  it('pays nowhere by accident', () => {
    const { paymentProvider: _, ...untold } = ofProd;
    expect(() => deployment(untold)).toThrow('paymentProvider is not given');
  });

  it('refuses a provider that there is not, and addresses that are none', () => {
    expect(() => deployment({ paymentProvider: 'paypal', mailSender: 'Billing <b@example.org>' })).toThrow(
      'mailSender must be an address; paymentProvider must be sandbox or stripe',
    );
    expect(() => deployment({ alarmEmail: 'ops' })).toThrow('alarmEmail must be an address');
    for (const dueShards of ['0', '-1', 'many', '12345'])
      expect(() => deployment({ dueShards })).toThrow('dueShards must be a number from 1 to 9999');
    expect(() => deployment({ dueShards: '16' })).not.toThrow();
  });

  it('spreads usage over at least one message group', () => {
    for (const usageShards of ['0', '-1', '1.5', 'many'])
      expect(() => deployment({ usageShards })).toThrow('usageShards must be a number from 1 to 99999');
  });

  it('names all that is missing or unsafe at once, on any stage but dev', () => {
    expect(() => deployment({ stage: 'prod', webOrigin: 'http://app.example.org' })).toThrow(
      "The stage 'prod' cannot be synthesised: paymentProvider is not given; " +
        "webOrigin must start with https://. Give each as -c name=value; only 'dev' has defaults.",
    );
  });

  it('requires a complete issuer, and a domain with its certificate', () => {
    expect(() => deployment({ tokenIssuer: 'http://127.0.0.1:4566/', apiDomainName: 'api.test' })).toThrow(
      'tokenAudience is not given; jwksUrl is not given; apiCertificateArn is not given',
    );
  });

  it('takes for the dashboard only what CloudFront takes, and only the name that its pages are served under', () => {
    const elsewhere = 'arn:aws:acm:eu-west-1:123456789012:certificate/1';
    const webAclArn = 'arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/billing/3';
    const told = { ...ofProd, webDomainName: 'pages.example.org', webCertificateArn: elsewhere, webAclArn };
    expect(() => deployment(told)).toThrow(
      'webOrigin must be https://pages.example.org, which webDomainName says; ' +
        'webCertificateArn must be of us-east-1, as CloudFront asks; webAclArn must be of us-east-1, as CloudFront asks',
    );
  });

  it('lets a loopback issuer stand in on dev alone', () => {
    const loopback = { ...ofOtherIssuer, tokenIssuer: 'http://127.0.0.1:4566/' };
    expect(deployment(loopback).issuer?.tokenIssuer).toBe('http://127.0.0.1:4566/');
    expect(() => deployment({ ...ofProd, ...loopback })).toThrow('tokenIssuer must start with https://');
  });

  it('refuses a stage that could not be part of a stack name', () => {
    expect(() => deployment({ stage: 'Prod/2' })).toThrow("The stage 'Prod/2' must be");
  });
});
