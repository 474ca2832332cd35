import { App } from 'aws-cdk-lib';
import { deploymentOf } from '../../lib/deployment.ts';
import { ofProd } from './system.ts';

const deployment = (context: Record<string, string> = {}) => deploymentOf(new App({ context }).node);

const given = { ...ofProd, tokenAudience: 'billing' };

describe('a deployment', () => {
  it('needs nothing to be told on dev, where nothing is kept', () => {
    expect(deployment()).toMatchObject({ stage: 'dev', keepsData: false });
  });

  it('takes what it is told', () => {
    expect(deployment(given)).toEqual({
      stage: 'prod',
      keepsData: true,
      webOrigin: 'https://app.example.org',
      tokens: {
        tokenIssuer: 'https://login.example.org/',
        tokenAudience: 'billing',
        jwksUrl: 'https://login.example.org/keys',
      },
      mailSender: 'billing@example.org',
      payments: {
        paymentProvider: 'stripe',
        stripeSecretKey: 'sk_live_1',
        stripeWebhookSecret: 'whsec_1',
      },
    });
  });

  it('pays through the sandbox on dev, and nowhere by accident', () => {
    expect(deployment().payments).toMatchObject({ paymentProvider: 'sandbox' });
    const { paymentProvider: _, ...untold } = given;
    expect(() => deployment(untold)).toThrow('paymentProvider is not given');
    const sandbox = { ...given, paymentProvider: 'sandbox' };
    expect(() => deployment(sandbox)).toThrow('sandboxSecret is not given');
    expect(deployment({ ...sandbox, sandboxSecret: 'whsec_2' }).payments).toEqual({
      paymentProvider: 'sandbox',
      sandboxSecret: 'whsec_2',
    });
  });

  it('refuses a provider that there is not, one without its keys, and a sender that is no address', () => {
    expect(() => deployment({ paymentProvider: 'stripe', mailSender: 'Billing <b@example.org>' })).toThrow(
      'stripeSecretKey is not given; stripeWebhookSecret is not given; mailSender must be an address',
    );
    expect(() => deployment({ paymentProvider: 'paypal' })).toThrow(
      'paymentProvider must be sandbox or stripe',
    );
  });

  it('names all that is missing or unsafe at once, on any stage but dev', () => {
    expect(() => deployment({ stage: 'prod', webOrigin: 'http://app.example.org' })).toThrow(
      "The stage 'prod' cannot be synthesised: tokenIssuer is not given; tokenAudience is not given; " +
        'jwksUrl is not given; mailSender is not given; paymentProvider is not given; webOrigin must start ' +
        "with https://. Give each as -c name=value; only 'dev' has defaults.",
    );
  });

  it('lets a loopback issuer stand in on dev alone', () => {
    const loopback = { tokenIssuer: 'http://127.0.0.1:4566/' };
    expect(deployment(loopback).tokens.tokenIssuer).toBe('http://127.0.0.1:4566/');
    expect(() => deployment({ ...given, ...loopback })).toThrow('tokenIssuer must start with https://');
  });

  it('refuses a stage that could not be part of a stack name', () => {
    expect(() => deployment({ stage: 'Prod/2' })).toThrow("The stage 'Prod/2' must be");
  });
});
