import { App } from 'aws-cdk-lib';
import { deploymentOf } from '../../lib/deployment.ts';

const deployment = (context: Record<string, string> = {}) => deploymentOf(new App({ context }).node);

const given = {
  stage: 'prod',
  tokenIssuer: 'https://login.example.org/',
  tokenAudience: 'billing',
  jwksUrl: 'https://login.example.org/keys',
  webOrigin: 'https://app.example.org',
};

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
    });
  });

  it('names all that is missing or unsafe at once, on any stage but dev', () => {
    expect(() => deployment({ stage: 'prod', webOrigin: 'http://app.example.org' })).toThrow(
      "The stage 'prod' cannot be synthesised: tokenIssuer is not given; tokenAudience is not given; " +
        'jwksUrl is not given; webOrigin must start with https://. Give each as -c name=value; only ' +
        "'dev' has defaults.",
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
