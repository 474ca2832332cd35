import type { Charge } from '../../api/queries.ts';

export type Status = Charge['status'];
export const statuses = [
  'pending',
  'succeeded',
  'failed',
  'refunded',
  'waived',
] as const satisfies readonly Status[];

/** What the list's address may say: which status is shown. */
export function chargesSearch({ status }: Record<string, unknown>): { readonly status?: Status } {
  const known = statuses.find((one) => one === status);
  return known === undefined ? {} : { status: known };
}
