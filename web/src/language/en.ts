import { admin } from './en/admin.ts';
import { charges } from './en/charges.ts';
import { chart } from './en/chart.ts';
import { creator } from './en/creator.ts';
import { earnings } from './en/earnings.ts';
import { faults } from './en/faults.ts';
import { meters } from './en/meters.ts';
import { notifications } from './en/notifications.ts';
import { overage } from './en/overage.ts';
import { overview } from './en/overview.ts';
import { packs } from './en/packs.ts';
import { paying } from './en/paying.ts';
import { shell } from './en/shell.ts';
import { slots } from './en/slots.ts';
import { store } from './en/store.ts';
import { uploads } from './en/uploads.ts';
import { usage } from './en/usage.ts';

/** Every word of the pages, by the screen that says it. English is what the others are measured against. */
export const en = {
  shell,
  faults,
  meters,
  overview,
  chart,
  usage,
  uploads,
  overage,
  packs,
  paying,
  slots,
  charges,
  notifications,
  store,
  creator,
  earnings,
  admin,
} as const;

/** The same words in another language: none missing, none over. */
export type Words = Translated<typeof en>;
export type Translated<T> = { readonly [K in keyof T]: T[K] extends string ? string : Translated<T[K]> };
