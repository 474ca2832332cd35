import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { Environment } from './function.ts';

/**
 * The key of the hash that identifies counted events. It lives as long as the table and is never rotated: with another
 * key every repeated event would count twice.
 */
export class EventKey extends Construct {
  /** The environment of functions that count events or look them up. */
  readonly environment: Environment;
  private readonly secret: Secret;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.secret = new Secret(this, 'Secret', {
      description: 'Billing: hash key for usage events. Never rotate it.',
      generateSecretString: { passwordLength: 64, excludePunctuation: true, includeSpace: false },
    });
    this.environment = { eventKeyArn: this.secret.secretArn };
  }

  grantReading(...grantees: readonly IGrantable[]): void {
    const resourceArns = [this.secret.secretArn];
    for (const grantee of grantees)
      Grant.addToPrincipal({ grantee, actions: ['secretsmanager:GetSecretValue'], resourceArns });
  }
}
