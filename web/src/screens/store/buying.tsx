import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Price } from '../../api/queries.ts';
import { useAccount, useApp } from '../../app/context.ts';
import { Dialog } from '../../components/dialog.tsx';
import { Fault } from '../../components/fault.tsx';
import { useIntent } from '../../components/paying/intent.ts';
import { type Order, PayDialog } from '../../components/paying/pay-dialog.tsx';
import { Unplanned } from '../../components/paying/unplanned.tsx';
import { Loaded } from '../../components/states.tsx';
import { useFormat } from '../../language/format.ts';
import { isFree } from '../../language/price-text.ts';
import { type Bought, buy, planSale, type ThemePlan } from './queries.ts';

/** What is being bought. */
export interface Wanted {
  readonly themeId: string;
  readonly name: string;
  readonly price: Price;
}

interface BuyDialogProps {
  /** Null: nothing is being bought, and the dialog is closed. */
  readonly wanted: Wanted | null;
  readonly onClose: () => void;
}

/** Buying a theme, at the price that was seen; getting one that is free. */
export function BuyDialog({ wanted, onClose }: BuyDialogProps) {
  const isGift = wanted !== null && isFree(wanted.price);
  return (
    <>
      <PaidDialog wanted={isGift ? null : wanted} onClose={onClose} />
      <GetDialog wanted={isGift ? wanted : null} onClose={onClose} />
    </>
  );
}

function PaidDialog({ wanted, onClose }: BuyDialogProps) {
  const { t } = useTranslation();
  const { api } = useApp();
  const account = useAccount();
  const orderOf = ({ themeId, name }: Wanted): Order<ThemePlan> => ({
    title: t('store.buyTitle', { name }),
    account,
    name: ['theme', themeId],
    plan: (method) => planSale(api, account, themeId, method),
    pay: async (method, key, plan, allowPending) => asBegun(await buy(api, plan, key, method, allowPending)),
    show: (plan) => <Plan plan={plan} name={name} />,
  });
  return <PayDialog order={wanted && orderOf(wanted)} onClose={onClose} />;
}

function asBegun({ charge, payment }: Bought) {
  if (charge === null) throw new Error('Nothing was charged: the theme is free by now.');
  return { charge, payment };
}

function GetDialog({ wanted, onClose }: BuyDialogProps) {
  const { t } = useTranslation();
  return (
    <Dialog
      title={wanted ? t('store.getTitle', { name: wanted.name }) : ''}
      isOpen={wanted !== null}
      onClose={onClose}
    >
      {wanted && <Getting wanted={wanted} onClose={onClose} />}
    </Dialog>
  );
}

function Getting({
  wanted: { themeId, name },
  onClose,
}: {
  readonly wanted: Wanted;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const { api } = useApp();
  const account = useAccount();
  const queries = useQueryClient();
  const intent = useIntent();
  const plan = useQuery({
    queryKey: ['plan', account, 'theme', themeId],
    queryFn: () => planSale(api, account, themeId),
    staleTime: 0,
    gcTime: 0,
  });
  const getting = useMutation({
    mutationFn: (agreed: ThemePlan) => buy(api, agreed, intent.keyFor('free')),
    onSuccess: onClose,
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: [account] });
      void queries.invalidateQueries({ queryKey: ['themes'] });
    },
  });
  if (plan.data === undefined && plan.error)
    return <Unplanned fault={plan.error} chargeId={undefined} onClose={onClose} />;
  return (
    <div className="paying">
      <Loaded query={plan}>
        {(agreed) => (
          <>
            <Plan plan={agreed} name={name} />
            <Fault fault={getting.error} />
            <div className="rd-actions">
              <button
                type="button"
                className="rd-button rd-button--primary"
                disabled={getting.isPending}
                onClick={() => getting.mutate(agreed)}
              >
                {t('store.get')}
              </button>
              <button type="button" className="rd-button rd-button--outlined" onClick={onClose}>
                {t('shell.cancel')}
              </button>
            </div>
          </>
        )}
      </Loaded>
    </div>
  );
}

/** What is bought, for how long and for how much. */
function Plan({
  plan: { startsAt, endsAt, amount },
  name,
}: {
  readonly plan: ThemePlan;
  readonly name: string;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <dl className="facts">
      <dt>{t('store.plan.what')}</dt>
      <dd>{name}</dd>
      <dt>{t('store.plan.term')}</dt>
      <dd>
        {endsAt === null
          ? t('store.plan.from', { start: format.time(startsAt) })
          : t('store.plan.fromUntil', { start: format.time(startsAt), end: format.time(endsAt) })}
      </dd>
      <dt>{t('store.plan.total')}</dt>
      <dd>
        <strong className="rd-price">{amount.amount === 0 ? t('store.free') : format.money(amount)}</strong>
      </dd>
    </dl>
  );
}
