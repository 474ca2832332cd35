import type { Client } from '../support/local-stack.ts';
import type { PackTerms } from './model/terms.ts';

/** Puts a pack on sale. */
export async function offerPack(
  admin: Client,
  { packType, kind, grants, price, days }: PackTerms,
): Promise<void> {
  const { status } = await admin.call(`PUT /v1/admin/packs/${packType}`, {
    name: packType,
    kind,
    grants,
    price: { amount: price, currency: 'CNY' },
    mode: 'subscription',
    durationDays: days,
  });
  expect(status).toBe(201);
}
