export const meters = {
  storage: 'Storage',
  bandwidth: 'Bandwidth',
  transcoding: 'Transcoding',
  jobSlots: 'Job slots',
  states: {
    ok: 'Within the limit',
    warning: 'Almost full',
    exceeded: 'Limit reached',
    overage: 'Overage',
    blocked: 'Suspended',
  },
} as const;
