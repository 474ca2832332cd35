import type { Stack } from 'aws-cdk-lib';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';

/** Lets them send mail from one address. SES asks for the right to the address or to its domain: whichever it knows. */
export function grantMailing(stack: Stack, sender: string, ...grantees: readonly IGrantable[]): void {
  const identities = [sender, sender.split('@')[1] ?? ''];
  const resourceArns = identities.map((resourceName) =>
    stack.formatArn({ service: 'ses', resource: 'identity', resourceName }),
  );
  for (const grantee of grantees) Grant.addToPrincipal({ grantee, actions: ['ses:SendEmail'], resourceArns });
}
