export const notifications = {
  title: 'Notifications',
  happened: 'Recent events',
  none: 'No notifications yet. Quota, payment and pack events appear here for 90 days.',
  new: 'New',
  unread_one: '{{count}} new',
  unread_other: '{{count}} new',
  unknown: 'unknown',
  ways: {
    slots: 'View job slots',
    overage: 'View overage',
    charge: 'View charge',
    earnings: 'View earnings',
    theme: 'View check results',
    more: 'View packs',
    packs: 'View packs',
  },
  ending: {
    title: 'Themes expiring soon',
    ends: 'expires {{relative}}, on {{end}}. If you extend it now, no day is lost.',
  },
  facts: {
    'quota-warning': {
      title: '{{meter}}: almost at the limit',
      more: '{{used}} of {{limit}} used, {{remaining}} remaining.',
    },
    'quota-exceeded': {
      title: '{{meter}}: limit reached',
      more: '{{used}} of {{limit}} used. Further usage is rejected.',
    },
    'overage-confirmation-required': {
      title: '{{meter}}: confirm overage',
      more: 'You have reached the limit of {{limit}}. Overage is allowed and charged only after you confirm it.',
    },
    'overage-closed': {
      title: '{{meter}}: overage charged',
      more: 'The billing period has ended. Overage charge: {{amount}}.',
    },
    'pack-activated': {
      title: 'Pack active: {{name}}',
      more: 'The capacity is available now. Packs do not renew automatically.',
    },
    'pack-expiring': {
      title: 'Pack expires soon: {{name}}',
      more: 'Expires on {{endsAt}} (UTC). Its capacity remains until {{graceEndsAt}}. Renew the pack to keep it.',
    },
    'pack-expired': {
      title: 'Pack expired: {{name}}',
      more: 'The pack no longer adds capacity. Nothing was deleted.',
    },
    'slots-over-limit': {
      title: 'Job slots: more in use than your limit',
      more: '{{active}} in use, limit {{limit}}. The newest slots are released on {{releaseAt}} (UTC).',
    },
    'slot-released': {
      title: 'Job slot of posting {{job}} released',
      more: 'More job slots were in use than your limit. Allocate a slot again if the posting is still open.',
    },
    'charge-succeeded': { title: '{{amount}} paid', more: 'For {{what}}.' },
    'charge-failed': { title: 'Payment of {{amount}} failed', more: '{{what}}: {{reason}}' },
    'charge-refunded': { title: '{{amount}} refunded', more: 'Your bank may take a few days.' },
    'charge-payment-due': {
      title: '{{amount}} is due by {{dueAt}} (UTC)',
      more: 'For {{what}}. If it is not paid by then, your account is suspended until it is.',
    },
    'account-suspended': {
      title: 'Your account is suspended',
      more: 'A charge is overdue. Pay it to restore service immediately. Nothing was deleted.',
    },
    'account-restored': { title: 'Your account is restored', more: 'No charge is overdue.' },
    'theme-sold': {
      title: '{{name}} was sold',
      more: 'Price: {{amount}}. Your share is allocated at the end of the day.',
    },
  },
  'theme-validated': {
    passed: {
      title: '{{name}}, version {{version}}: all checks passed',
      more: 'The theme is waiting for review.',
    },
    failed: {
      title: '{{name}}, version {{version}}: checks failed',
      more: 'Failed checks: {{count}}. Fix the package and upload it again.',
    },
  },
} as const;
