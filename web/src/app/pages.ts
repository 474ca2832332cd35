/** Where one can go, in the order of the navigation. Names are the words' names. */
export const accountPages = [
  { name: 'overview', to: '/accounts/$account' },
  { name: 'usage', to: '/accounts/$account/usage' },
  { name: 'uploads', to: '/accounts/$account/uploads' },
  { name: 'packs', to: '/accounts/$account/packs' },
  { name: 'slots', to: '/accounts/$account/slots' },
  { name: 'charges', to: '/accounts/$account/charges' },
  { name: 'overage', to: '/accounts/$account/overage' },
  { name: 'store', to: '/accounts/$account/store' },
  { name: 'creator', to: '/accounts/$account/creator' },
  { name: 'notifications', to: '/accounts/$account/notifications' },
] as const;

export const adminPages = [
  { name: 'revenue', to: '/admin/revenue' },
  { name: 'packs', to: '/admin/packs' },
  { name: 'usage', to: '/admin/usage' },
  { name: 'outstanding', to: '/admin/outstanding' },
  { name: 'themes', to: '/admin/themes' },
  { name: 'audit', to: '/admin/audit' },
  { name: 'operations', to: '/admin/operations' },
] as const;
