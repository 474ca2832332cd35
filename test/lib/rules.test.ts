import { AwsSolutionsChecks } from 'cdk-nag';
import { type Suppression, suppressions } from '../../lib/suppressions.ts';
import { appOf, type Context, ofOtherIssuer, ofProd } from './system.ts';

const everything: Context = {
  ...ofProd,
  alarmEmail: 'ops@example.org',
  apiDomainName: 'api.example.org',
  apiCertificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/1',
};

/** What the AwsSolutions pack finds, `error <rule> at <construct>`. */
function findings(context: Context): string[] {
  const { app } = appOf(context);
  const { violations } = new AwsSolutionsChecks(app).validateScope(app);
  return violations.flatMap(({ severity, ruleName, violatingResources }) =>
    violatingResources.map(({ constructPath }) => `${severity} ${ruleName} at ${constructPath}`),
  );
}

const paths = [{}, everything].flatMap((context: Context) =>
  appOf(context)
    .app.node.findAll()
    .map(({ node }) => node.path.replace(/^billing-[a-z0-9]+-/, '')),
);

describe('the rules of AWS Solutions', () => {
  it.each([
    ['dev', {}],
    ['dev behind another issuer', ofOtherIssuer],
    ['a stage that pays', everything],
    ['a stage that does not', { ...ofProd, paymentProvider: 'sandbox' }],
  ])('are kept to on %s, without a warning', (_, context) => {
    expect(findings(context)).toEqual([]);
  });

  it.each(suppressions.map((one) => [`${one.id} at ${one.at.source}`, one] as const))(
    'give way only where there is something: %s',
    (_, { at, reason }: Suppression) => {
      expect(paths.some((path) => at.test(path))).toBe(true);
      expect(reason.length).toBeGreaterThan(20);
    },
  );
});
