import type { Words } from './en.ts';
import { admin } from './zh/admin.ts';
import { charges } from './zh/charges.ts';
import { chart } from './zh/chart.ts';
import { creator } from './zh/creator.ts';
import { earnings } from './zh/earnings.ts';
import { faults } from './zh/faults.ts';
import { meters } from './zh/meters.ts';
import { notifications } from './zh/notifications.ts';
import { overage } from './zh/overage.ts';
import { overview } from './zh/overview.ts';
import { packs } from './zh/packs.ts';
import { paying } from './zh/paying.ts';
import { shell } from './zh/shell.ts';
import { slots } from './zh/slots.ts';
import { store } from './zh/store.ts';
import { uploads } from './zh/uploads.ts';
import { usage } from './zh/usage.ts';

export const zh: Words = {
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
};
