import type { TargetKind } from './target.ts';

/** A test that does not run on a target, and the reason. */
export interface Exception {
  readonly test: string;
  readonly reason: string;
}

const needsClock = 'Business time is the wall clock there: it would take longer than a run may.';
const needsMonths = [
  'an unpaid purchase is given up after a day',
  'a pack ends after its days, and its capacity with it',
  'overage is charged once, for what was really used, when its period closes',
  'a debt can be let go by an administrator',
  'a quote is good for fifteen minutes',
  'a day’s sales are shared out after its end, mature, and are paid out',
].map((test) => ({ test, reason: needsClock }));

const noResources = 'The local stack has no such resources: it stands in for them in its own process.';
const ofResources = [
  'the table forgets by its TTL attribute',
  'every work queue has a dead-letter queue behind it',
  'a message that nobody can read is set aside with the reason',
  'a browser of the dashboard’s origin may call, another may not',
];

const noUserPool = 'There is no user pool and no CDN: it has an issuer and pages of its own.';
const ofSignIn = [
  'a service signs in with client credentials and reports usage',
  'a user signs in with PKCE and acts for the own account alone',
  'a user acts for a company after it has become a member',
  'an ID token is refused',
  'the dashboard answers with its security headers, and every page is index.html',
];

const reachesNobody = 'The receiver of the suite is on loopback, where nothing deployed for real may call.';
const ofReceiver = [
  'a test event arrives signed',
  'what happens to the table arrives by stream, relay, bus and queue',
  'a purchase is published to its subscribers',
  'a delivery that failed is made again by the schedule',
  'a paused endpoint gets nothing, and a replay arrives later under the same name',
];
const noOutputs = 'The suite knows a URL only, and has no rights in the account.';

/**
 * Tests that cannot run on a target. Printed at the end of each run; an exception without a matching test fails the
 * run.
 */
export const exceptions: Readonly<Record<TargetKind, readonly Exception[]>> = {
  local: [
    ...ofResources.map((test) => ({ test, reason: noResources })),
    ...ofSignIn.map((test) => ({ test, reason: noUserPool })),
  ],
  ministack: needsMonths,
  cloud: [
    ...needsMonths,
    ...[...ofResources, ...ofSignIn].map((test) => ({ test, reason: noOutputs })),
    ...ofReceiver.map((test) => ({ test, reason: reachesNobody })),
  ],
};
