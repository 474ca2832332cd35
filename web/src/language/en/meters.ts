export const meters = {
  storage: 'Storage',
  bandwidth: 'Bandwidth',
  transcoding: 'Transcoding',
  jobSlots: 'Job slots',
  states: {
    ok: 'Within the limit',
    warning: 'Nearly used up',
    exceeded: 'Used up',
    overage: 'Overage',
    blocked: 'Blocked',
  },
} as const;
