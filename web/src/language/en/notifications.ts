export const notifications = {
  title: 'Notifications',
  happened: 'What happened',
  none: 'Nothing has happened yet that you would have to know of. It shows here as it happens, for 90 days.',
  new: 'New',
  unread_one: '{{count}} new',
  unread_other: '{{count}} new',
  unknown: 'unknown',
  ways: {
    slots: 'See the job slots',
    overage: 'See what it would cost',
    charge: 'See the charge',
    earnings: 'See the earnings',
    theme: 'See what was found',
    more: 'Get more',
    packs: 'See the packs',
  },
  ending: {
    title: 'Themes that end soon',
    ends: 'ends {{relative}}, on {{end}}. Extended now, no day is lost.',
  },
  facts: {
    'quota-warning': {
      title: '{{meter}}: nearly used up',
      more: '{{used}} of {{limit}} are used; {{remaining}} are left.',
    },
    'quota-exceeded': {
      title: '{{meter}}: used up',
      more: '{{used}} of {{limit}} are used. What goes beyond is refused.',
    },
    'overage-confirmation-required': {
      title: '{{meter}}: confirm use beyond the limit',
      more: 'The limit of {{limit}} is reached. Nothing beyond it is used or charged until you confirm it.',
    },
    'overage-closed': {
      title: '{{meter}}: use beyond the limit was charged',
      more: 'The period has ended; {{amount}} is charged for what was used beyond the limit.',
    },
    'pack-activated': {
      title: 'Pack active: {{name}}',
      more: 'It takes effect at once, and does not renew by itself.',
    },
    'pack-expiring': {
      title: 'Pack ends soon: {{name}}',
      more: 'It ends on {{endsAt}} (UTC). Its capacity stays until {{graceEndsAt}}; renew it to keep it.',
    },
    'pack-expired': {
      title: 'Pack ended: {{name}}',
      more: 'Its capacity has ended with it. Nothing of yours was deleted.',
    },
    'slots-over-limit': {
      title: 'More job slots are in use than you have',
      more: '{{active}} are in use, and there are {{limit}}. The newest are released on {{releaseAt}} (UTC).',
    },
    'slot-released': {
      title: 'The slot of {{job}} was released',
      more: 'More were in use than you have. Take a slot again if the job is still to run.',
    },
    'charge-succeeded': { title: '{{amount}} was paid', more: 'For {{what}}.' },
    'charge-failed': { title: '{{amount}} was not paid', more: '{{what}}: {{reason}}' },
    'charge-refunded': { title: '{{amount}} goes back to you', more: 'Your bank may take a few days.' },
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
      more: 'For {{amount}}. Your share of it is settled when the day is over.',
    },
  },
  'theme-validated': {
    passed: {
      title: '{{name}}, version {{version}}, passed every check',
      more: 'It waits for its review now.',
    },
    failed: {
      title: '{{name}}, version {{version}}, did not pass its checks',
      more: 'Checks that failed: {{count}}. Mend it, and send it again.',
    },
  },
} as const;
