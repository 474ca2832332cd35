import { useTranslation } from 'react-i18next';
import { answered } from '../../api/client.ts';
import type { Pack, Purchase } from '../../api/queries.ts';
import { useAccount, useApp } from '../../app/context.ts';
import { type Order, PayDialog } from '../../components/paying/pay-dialog.tsx';
import { usePackName } from '../../language/pack-name.ts';
import { Plan } from './plan.tsx';
import { asPlan, type PackPlan, planPurchase } from './queries.ts';

/** Buying a pack, at the price that was seen. Null: none is being bought. */
export function BuyDialog({ pack, onClose }: { readonly pack: Pack | null; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const { api } = useApp();
  const account = useAccount();
  const packName = usePackName();
  const orderOf = (pack: Pack): Order<PackPlan> => ({
    title: t('packs.buyTitle', { name: packName(pack) }),
    account,
    name: ['purchase', pack.packType],
    plan: (method) => planPurchase(api, account, pack.packType, method),
    pay: async (paymentMethod, key, { packType, amount, termsDigest }, allowPending) =>
      asBegun(
        await answered(
          api.POST('/v1/accounts/{account}/purchases', {
            params: { path: { account }, header: { 'Idempotency-Key': key } },
            body: {
              packType,
              paymentMethod,
              price: amount,
              termsDigest,
              ...(allowPending ? { allowPending } : {}),
            },
          }),
        ),
      ),
    show: (plan) => <Plan plan={plan} name={packName(pack)} />,
  });
  return <PayDialog order={pack && orderOf(pack)} onClose={onClose} />;
}

interface RenewDialogProps {
  readonly purchase: Purchase | null;
  readonly onClose: () => void;
}

/** Another term of a pack, after the one that it has. Null: none is being renewed. */
export function RenewDialog({ purchase, onClose }: RenewDialogProps) {
  const { t } = useTranslation();
  const { api } = useApp();
  const account = useAccount();
  const packName = usePackName();
  const orderOf = ({ purchaseId, terms }: Purchase): Order<PackPlan> => {
    const renew = (
      paymentMethod: string,
      key: string,
      preview: 'true' | 'false',
      seen?: PackPlan,
      allowPending = false,
    ) =>
      answered(
        api.POST('/v1/accounts/{account}/purchases/{purchaseId}/renewals', {
          params: { path: { account, purchaseId }, query: { preview }, header: { 'Idempotency-Key': key } },
          body: {
            paymentMethod,
            ...(seen && { termsDigest: seen.termsDigest }),
            ...(allowPending ? { allowPending } : {}),
          },
        }),
      );
    return {
      title: t('packs.renewTitle', { name: packName(terms) }),
      account,
      name: ['renewal', purchaseId],
      plan: async (method) => asPlan(await renew(method, 'preview', 'true')),
      pay: async (method, key, seen, allowPending) =>
        asBegun(await renew(method, key, 'false', seen, allowPending)),
      show: (plan) => <Plan plan={plan} name={packName(terms)} />,
    };
  };
  return <PayDialog order={purchase && orderOf(purchase)} onClose={onClose} />;
}

function asBegun<T extends object>(answer: T | PackPlan): T {
  if ('preview' in answer) throw new Error('Nothing was bought: a plan was answered.');
  return answer;
}
