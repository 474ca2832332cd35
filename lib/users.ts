import { Aws, Duration } from 'aws-cdk-lib';
import {
  AccountRecovery,
  FeaturePlan,
  LambdaVersion,
  Mfa,
  OAuthScope,
  ResourceServerScope,
  UserPool,
  type UserPoolClient,
  UserPoolOperation,
  type UserPoolResourceServer,
} from 'aws-cdk-lib/aws-cognito';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Scope } from '../functions/api/routes.ts';
import type { Deployment, TokenTrust } from './deployment.ts';
import { BillingFunction } from './function.ts';
import type { BillingTable } from './table.ts';

/** What machine clients may be allowed. In a Cognito token a scope stands as `billing/usage.write`. */
const scopes: Readonly<Record<Scope, string>> = {
  'usage.write': 'Report usage and create reservations for any account',
  'slots.write': 'Allocate and release job slots of any account',
  'uploads.write': 'Create, list, cancel and delete uploads of any account',
  'webhooks.write': 'Manage webhook endpoints of any account and of the platform',
  'members.write': 'Manage the members of any company',
  'read.all': 'Read the data of any account',
};

/** What the user pool needs to know. */
export interface UsersProps {
  readonly deployment: Deployment;
  /** Has the companies of each user. */
  readonly table: BillingTable;
}

/**
 * Who may call: people, by a user pool, and our own services, by the machine client's credentials. The access token of a
 * person names its own account and the companies it is a member of; the one group, `admin`, is the platform's.
 */
export class Users extends Construct {
  /** Tokens for either client are believed. */
  readonly trust: TokenTrust;
  /** Where people sign in and machines get their tokens. */
  readonly signInUrl: string;
  /** Where pages find out how to sign in, as an origin. */
  readonly issuerOrigin: string;
  readonly peopleClientId: string;
  readonly machineClientId: string;
  private readonly pool: UserPool;

  constructor(scope: Construct, id: string, { deployment, table }: UsersProps) {
    super(scope, id);
    this.pool = poolOf(this, deployment);
    this.pool.addGroup('Administrators', { groupName: 'admin', description: 'Full access to the API' });
    this.addAccounts(table);
    const people = this.addPeople(deployment.webOrigin);
    const machine = this.addMachine();
    // The one name that CloudFormation cannot make up: it is part of the region's sign-in host names.
    const domainPrefix = `billing-${deployment.stage}-${Aws.ACCOUNT_ID}`;
    this.signInUrl = this.pool.addDomain('SignIn', { cognitoDomain: { domainPrefix } }).baseUrl();
    this.issuerOrigin = `https://cognito-idp.${Aws.REGION}.amazonaws.com`;
    this.peopleClientId = people.userPoolClientId;
    this.machineClientId = machine.userPoolClientId;
    this.trust = {
      tokenIssuer: this.pool.userPoolProviderUrl,
      tokenAudiences: [this.peopleClientId, this.machineClientId],
      jwksUrl: `${this.pool.userPoolProviderUrl}/.well-known/jwks.json`,
    };
  }

  /** Has the access tokens of people name their accounts. Cognito waits five seconds for the function. */
  private addAccounts(table: BillingTable): void {
    const writer = new BillingFunction(this, 'AccessTokenFunction', {
      entry: 'functions/workers/access-token.ts',
      environment: { tableName: table.tableName },
      timeout: Duration.seconds(5),
    });
    table.grant(writer);
    this.pool.addTrigger(
      UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG,
      // CDK's own types do not keep to exactOptionalPropertyTypes.
      writer as IFunction,
      LambdaVersion.V2_0,
    );
  }

  private addPeople(webOrigin: string): UserPoolClient {
    return this.pool.addClient('People', {
      // A page keeps no secret: it proves by PKCE that it is the one that asked.
      generateSecret: false,
      authFlows: { userSrp: true },
      preventUserExistenceErrors: true,
      accessTokenValidity: Duration.hours(1),
      refreshTokenValidity: Duration.days(30),
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID, OAuthScope.EMAIL],
        callbackUrls: [`${webOrigin}/signed-in`],
        logoutUrls: [`${webOrigin}/`],
      },
    });
  }

  private addMachine(): UserPoolClient {
    const known = Object.entries(scopes).map(
      ([scopeName, scopeDescription]) => new ResourceServerScope({ scopeName, scopeDescription }),
    );
    const server: UserPoolResourceServer = this.pool.addResourceServer('Api', {
      identifier: 'billing',
      scopes: known,
    });
    return this.pool.addClient('Machine', {
      generateSecret: true,
      accessTokenValidity: Duration.hours(1),
      oAuth: {
        flows: { clientCredentials: true },
        scopes: known.map((one) => OAuthScope.resourceServer(server, one)),
      },
    });
  }
}

const poolOf = (scope: Construct, { keepsData }: Deployment): UserPool =>
  new UserPool(scope, 'Pool', {
    // Those whom the platform's own sign-up lets in are added by it.
    selfSignUpEnabled: false,
    signInAliases: { email: true },
    signInCaseSensitive: false,
    accountRecovery: AccountRecovery.EMAIL_ONLY,
    // On dev a script must be able to sign in.
    mfa: keepsData ? Mfa.REQUIRED : Mfa.OPTIONAL,
    mfaSecondFactor: { otp: true, sms: false },
    passwordPolicy: {
      minLength: 12,
      requireLowercase: true,
      requireUppercase: true,
      requireDigits: true,
      requireSymbols: true,
    },
    featurePlan: FeaturePlan.ESSENTIALS,
    deletionProtection: keepsData,
  });
