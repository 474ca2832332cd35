import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Pack } from '../../api/queries.ts';
import { useAccount, useApp } from '../../app/context.ts';
import { useQuotas } from '../../app/quotas.ts';
import { useMethods } from '../../components/paying/methods.ts';
import { useFormat } from '../../language/format.ts';
import { useMeterName } from '../../language/meter-name.ts';
import { useMeterAmount, usePackName } from '../../language/pack-name.ts';
import { planOf } from './queries.ts';

interface OfferProps {
  readonly packs: readonly Pack[];
  readonly onBuy: (pack: Pack) => void;
}

/** The packs on offer, by what they are for and how long they last. */
export function Offers({ packs, onBuy }: OfferProps) {
  const { t } = useTranslation();
  const groups = {
    capacity: packs.filter(({ kind }) => kind === 'capacity'),
    slots: packs.filter(({ kind, mode }) => kind === 'jobSlots' && mode === 'oneTime'),
    slotsByTheMonth: packs.filter(({ kind, mode }) => kind === 'jobSlots' && mode === 'subscription'),
  };
  return (['capacity', 'slots', 'slotsByTheMonth'] as const)
    .filter((group) => groups[group].length > 0)
    .map((group) => (
      <section key={group} className="rd-section" aria-labelledby={`offer-${group}`}>
        <h2 id={`offer-${group}`} className="rd-heading rd-heading--2">
          {t(`packs.groups.${group}`)}
        </h2>
        <PackCards packs={groups[group]} onBuy={onBuy} />
      </section>
    ));
}

export function PackCards({ packs, onBuy }: OfferProps) {
  return (
    <ul className="pack-cards">
      {packs.map((pack) => (
        <PackCard key={pack.packType} pack={pack} onBuy={() => onBuy(pack)} />
      ))}
    </ul>
  );
}

function PackCard({ pack, onBuy }: { readonly pack: Pack; readonly onBuy: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const packName = usePackName();
  const title = useId();
  const { price, durationDays, mode } = pack;
  return (
    <li className="rd-card pack-card">
      <h3 id={title} className="rd-heading rd-heading--3">
        {packName(pack)}
      </h3>
      <Changes pack={pack} />
      <p className="rd-card__meta pack-card__price">
        <strong className="rd-price">{format.money(price)}</strong>
        <span className="rd-small">
          {durationDays === null
            ? t('packs.forGood')
            : t(mode === 'subscription' ? 'packs.eachTerm' : 'packs.forDays', { count: durationDays })}
        </span>
      </p>
      <button type="button" className="rd-button rd-button--primary" onClick={onBuy} aria-describedby={title}>
        {t('packs.buy')}
      </button>
    </li>
  );
}

/** What each limit would be; until that is known, what the pack gives. */
function Changes({ pack }: { readonly pack: Pack }) {
  const { t } = useTranslation();
  const { api } = useApp();
  const meterName = useMeterName();
  const amountOf = useMeterAmount();
  const quotas = useQuotas();
  const [method] = useMethods();
  const limits = Object.keys(pack.grants)
    .map((meter) => quotas.get(meter)?.limit)
    .join();
  const plan = useQuery({ ...planOf(api, useAccount(), pack, method, limits), enabled: quotas.size > 0 });
  return (
    <dl className="pack-card__changes">
      {Object.entries(pack.grants).map(([meter, amount]) => {
        const effect = plan.data?.quotas.find((one) => one.meter === meter);
        return (
          <div key={meter} className="sources__row">
            <dt>{meterName(meter)}</dt>
            <dd>
              {effect
                ? t('packs.beforeAfter', {
                    before: amountOf(meter, effect.limitBefore),
                    after: amountOf(meter, effect.limitAfter),
                  })
                : t('packs.more', { amount: amountOf(meter, amount) })}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
