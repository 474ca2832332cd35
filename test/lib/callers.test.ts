import { Match } from 'aws-cdk-lib/assertions';
import { routes } from '../../functions/api/routes.ts';
import { ofOtherIssuer, ofProd, ofType, synthesise } from './system.ts';

const dev = synthesise();
const prod = synthesise(ofProd);

describe('the users', () => {
  it('are users and machines, of a pool without self-sign-up', () => {
    prod.data.hasResourceProperties('AWS::Cognito::UserPool', {
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      MfaConfiguration: 'ON',
      DeletionProtection: 'ACTIVE',
    });
    prod.data.hasResourceProperties('AWS::Cognito::UserPoolGroup', { GroupName: 'admin' });
    prod.data.hasResourceProperties('AWS::Cognito::UserPoolClient', {
      AllowedOAuthFlows: ['code'],
      GenerateSecret: false,
      CallbackURLs: ['https://app.example.org/signed-in'],
    });
    prod.data.hasResourceProperties('AWS::Cognito::UserPoolClient', {
      AllowedOAuthFlows: ['client_credentials'],
      GenerateSecret: true,
    });
  });

  it('may be allowed what the routes ask for', () => {
    const asked = new Set(
      Object.values(routes).flatMap(({ access }) => (access === 'public' ? [] : [...access])),
    );
    const scopes = [...asked].filter((grant) => grant.includes('.'));
    const [[, server] = []] = ofType(dev.resources, 'AWS::Cognito::UserPoolResourceServer');
    const known = server?.Properties.Scopes as { ScopeName: string }[] | undefined;
    expect(known?.map(({ ScopeName }) => ScopeName).sort()).toEqual(scopes.sort());
  });

  it('are the tokens of both clients to the API, and their words to its functions', () => {
    dev.service.hasResourceProperties('AWS::Lambda::Function', {
      Environment: {
        Variables: Match.objectLike({
          TOKEN_AUDIENCE: { 'Fn::Join': [Match.anyValue(), Match.arrayWith([' '])] },
        }),
      },
    });
  });

  it('name their accounts in access tokens, by a function that Cognito alone calls', () => {
    for (const { resources } of [dev, prod]) {
      const [[, pool] = []] = ofType(resources, 'AWS::Cognito::UserPool');
      const writer = { 'Fn::GetAtt': [expect.stringMatching(/^UsersAccessTokenFunction/), 'Arn'] };
      expect(pool?.Properties.LambdaConfig).toEqual({
        PreTokenGenerationConfig: { LambdaArn: writer, LambdaVersion: 'V2_0' },
      });
      const permissions = ofType(resources, 'AWS::Lambda::Permission').filter(
        ([, { Properties }]) => Properties.Principal === 'cognito-idp.amazonaws.com',
      );
      expect(permissions.map(([, { Properties }]) => Properties)).toEqual([
        {
          Action: 'lambda:InvokeFunction',
          FunctionName: writer,
          Principal: 'cognito-idp.amazonaws.com',
          SourceArn: { 'Fn::GetAtt': [expect.stringMatching(/^UsersPool/), 'Arn'] },
        },
      ]);
      expect(
        ofType(resources, 'AWS::Cognito::UserPoolGroup').map(([, group]) => group.Properties.GroupName),
      ).toEqual(['admin']);
    }
  });

  it('are of no pool of ours where another issuer is named', () => {
    const { data, service } = synthesise(ofOtherIssuer);
    data.resourceCountIs('AWS::Cognito::UserPool', 0);
    service.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: Match.objectLike({ TOKEN_AUDIENCE: 'billing-prod billing-machines' }) },
    });
  });
});

describe('the secrets', () => {
  const clear = /whsec_|sk_(live|test)_|SECRET(?!_ARN)/;

  it('stand in no environment variable', () => {
    for (const { resources } of [dev, prod])
      for (const [, { Properties }] of ofType(resources, 'AWS::Lambda::Function'))
        expect(JSON.stringify(Properties.Environment)).not.toMatch(clear);
  });

  it('are one a provider: the sandbox generates its own, an operator puts in Stripe’s', () => {
    dev.ingest.hasResourceProperties('AWS::SecretsManager::Secret', {
      GenerateSecretString: { PasswordLength: 64, ExcludePunctuation: true },
    });
    prod.ingest.hasResourceProperties('AWS::SecretsManager::Secret', {
      GenerateSecretString: { SecretStringTemplate: '{"secretKey":"","webhookSecret":""}' },
    });
    for (const { ingest } of [dev, prod]) ingest.resourceCountIs('AWS::SecretsManager::Secret', 1);
  });
});

describe('the dashboard', () => {
  it('is served from a closed bucket, with the API under the same origin', () => {
    dev.web.resourceCountIs('AWS::CloudFront::OriginAccessControl', 1);
    dev.web.hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: {
        DefaultRootObject: 'index.html',
        CacheBehaviors: ['/v1/*', '/openapi.json', '/health'].map((PathPattern) =>
          Match.objectLike({ PathPattern, ViewerProtocolPolicy: 'https-only' }),
        ),
      },
    });
  });

  it('runs its own files only, and is shown in no frame', () => {
    const policies = ofType(dev.resources, 'AWS::CloudFront::ResponseHeadersPolicy');
    const text = JSON.stringify(policies.find(([id]) => id.includes('SecurityHeaders'))?.[1].Properties);
    expect(text).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(text).toContain("frame-ancestors 'none'");
    expect(text).toContain('StrictTransportSecurity');
  });

  it('answers of the API behind it say that they are what they are, and ask for TLS', () => {
    dev.web.hasResourceProperties('AWS::CloudFront::ResponseHeadersPolicy', {
      ResponseHeadersPolicyConfig: {
        Comment: 'Billing: the API',
        SecurityHeadersConfig: {
          ContentTypeOptions: { Override: true },
          StrictTransportSecurity: { AccessControlMaxAgeSec: 31_536_000, IncludeSubdomains: true },
        },
      },
    });
  });

  it('bears its region in every name that is global', () => {
    const named = ['ResponseHeadersPolicy', 'OriginAccessControl', 'Function'].flatMap((kind) =>
      ofType(dev.resources, `AWS::CloudFront::${kind}`).map(([, { Properties }]) =>
        JSON.stringify(Properties),
      ),
    );
    expect(named).toHaveLength(5);
    for (const text of named)
      expect(text).toMatch(/"Name":\{"Fn::Join":\["",\[[^\]]*\{"Ref":"AWS::Region"\}/);
  });
});

describe('a name of its own', () => {
  it('is given to the dashboard with its certificate, TLS 1.2 and, where there is one, its web ACL', () => {
    const webAclArn = 'arn:aws:wafv2:us-east-1:123456789012:global/webacl/billing/3';
    const webCertificateArn = 'arn:aws:acm:us-east-1:123456789012:certificate/2';
    const { web } = synthesise({ ...ofProd, webDomainName: 'app.example.org', webCertificateArn, webAclArn });
    web.hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: {
        Aliases: ['app.example.org'],
        ViewerCertificate: { AcmCertificateArn: webCertificateArn, MinimumProtocolVersion: 'TLSv1.2_2021' },
        WebACLId: webAclArn,
      },
    });
    web.hasOutput('WebUrl', { Value: 'https://app.example.org' });
    web.hasOutput('WebAliasTarget', {});
  });

  it('is given to the API with its certificate, and the sandbox reports there', () => {
    const told = {
      apiDomainName: 'api.example.org',
      apiCertificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/1',
    };
    const { service } = synthesise(told);
    service.hasResourceProperties('AWS::ApiGatewayV2::DomainName', { DomainName: 'api.example.org' });
    service.resourceCountIs('AWS::ApiGatewayV2::ApiMapping', 1);
    service.hasResourceProperties('AWS::Lambda::Function', {
      Environment: {
        Variables: Match.objectLike({ PUBLIC_URL: Match.anyValue(), SANDBOX_SECRET_ARN: Match.anyValue() }),
      },
    });
    service.hasOutput('ApiAliasTarget', {});
  });
});

describe('every function', () => {
  it('has a caller that waits for its answer, or one that tries again', () => {
    const functions = ofType(dev.resources, 'AWS::Lambda::Function').map(([id]) => id.split('/')[1] ?? '');
    const callers = ['Integration', 'EventSourceMapping', 'Schedule', 'UserPool'].flatMap((kind) =>
      Object.values(dev.resources)
        .filter(({ Type }) => Type.endsWith(`::${kind}`))
        .map(({ Properties }) => JSON.stringify(Properties)),
    );
    const uncalled = functions.filter((id) => !callers.some((caller) => caller.includes(`"${id}"`)));
    expect(uncalled).toEqual([]);
  });
});
