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

/** The scopes of machine clients. Cognito's tokens contain them as `billing/usage.write`. */
const scopes: Readonly<Record<Scope, string>> = {
  'usage.write': 'Report usage and create reservations for any account',
  'slots.write': 'Allocate and release job slots of any account',
  'uploads.write': 'Create, list, cancel and delete uploads of any account',
  'webhooks.write': 'Manage webhook endpoints of any account and of the platform',
  'members.write': 'Manage the members of any company',
  'read.all': 'Read the data of any account',
};

/** What the user pool depends on. */
export interface UsersProps {
  readonly deployment: Deployment;
  /** Has the companies of each user. */
  readonly table: BillingTable;
}

/**
 * Users, through a user pool, and our own services, with a machine client's credentials. A user's access token names
 * its own account and its companies. The only group, `admin`, is for the platform's administrators.
 */
export class Users extends Construct {
  /** Accepts tokens of either client. */
  readonly trust: TokenTrust;
  /** Where users sign in and machines get their tokens. */
  readonly signInUrl: string;
  /** The origin from which pages fetch the sign-in configuration. */
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
    // CloudFormation cannot generate this name, because it is part of the region's sign-in host names.
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

  /** Adds their accounts to users' access tokens. Cognito waits five seconds for the function. */
  private addAccounts(table: BillingTable): void {
    const writer = new BillingFunction(this, 'AccessTokenFunction', {
      entry: 'functions/workers/access-token.ts',
      environment: { tableName: table.tableName },
      timeout: Duration.seconds(5),
    });
    table.grant(writer);
    this.pool.addTrigger(
      UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG,
      // CDK's own types are incompatible with exactOptionalPropertyTypes.
      writer as IFunction,
      LambdaVersion.V2_0,
    );
  }

  private addPeople(webOrigin: string): UserPoolClient {
    return this.pool.addClient('People', {
      // A page cannot keep a secret. PKCE proves that the sign-in was started by it.
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
    // The platform's own sign-up creates the users.
    selfSignUpEnabled: false,
    signInAliases: { email: true },
    signInCaseSensitive: false,
    accountRecovery: AccountRecovery.EMAIL_ONLY,
    // Scripts must be able to sign in on dev.
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
