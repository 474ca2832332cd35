import { ApiError } from '../../domain/errors.ts';
import { exactMoney } from '../../domain/exact-integers.ts';
import type { Pack, PackChange } from '../../domain/packs/packs.ts';
import { changePack, loadCatalogue } from '../../store/packs/catalogue.ts';
import { loadPackFigures } from '../../store/reports/figures.ts';
import type { adminContract } from '../contract/admin.ts';
import type { Answer, Call } from '../kernel/call.ts';
import { inOurCurrency } from '../kernel/currency.ts';

/** Returns the sales figures of each pack type, including types that were never sold. */
export async function packFigures(): Promise<Answer> {
  const [types, figures] = await Promise.all([loadCatalogue(), loadPackFigures()]);
  const items = types.map(({ pack: { packType, name }, retired }) => {
    const {
      sold = 0,
      active = 0,
      renewed = 0,
      expired = 0,
      refunded = 0,
      revenue = 0,
    } = figures.get(packType) ?? {};
    return {
      packType,
      name,
      retired,
      sold,
      active,
      renewed,
      expired,
      refunded,
      revenue: exactMoney(revenue),
    };
  });
  return { status: 200, body: { items } };
}

type SetCall = Call<(typeof adminContract)['PUT /v1/admin/packs/{packType}']>;

export async function setPackTerms({ params, body, caller, now }: SetCall): Promise<Answer> {
  const pack: Pack = { packType: params.packType, ...body, price: inOurCurrency(body.price, '/price') };
  const change = { pack, retired: false };
  const before = await changePack(pack.packType, () => change, caller.subject, now);
  return { status: before ? 200 : 201, body: { ...pack, retired: false } };
}

type RetireCall = Call<(typeof adminContract)['DELETE /v1/admin/packs/{packType}']>;

export async function retirePack({ params: { packType }, caller, now }: RetireCall): Promise<Answer> {
  const retire = (known: PackChange | undefined): PackChange | null => {
    if (!known)
      throw new ApiError(
        'pack-unknown',
        `There is no pack ${packType}. GET /v1/admin/packs lists all pack types.`,
      );
    return known.retired ? null : { ...known, retired: true };
  };
  await changePack(packType, retire, caller.subject, now);
  return { status: 204 };
}
