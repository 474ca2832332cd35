import { useTranslation } from 'react-i18next';
import { type Money, useFormat } from '../../language/format.ts';
import type { Terms, Year } from './earning-queries.ts';

interface TiersProps {
  readonly year: Year;
  readonly terms: Terms;
}

/** Basis points, as a part of a whole. */
const WHOLE = 10_000;

/** This year's net sales on the scale of the tiers: how much of each sale is the creator's. */
export function Tiers({ year, terms }: TiersProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { netSales, tier } = year;
  const rate = format.percent(tier.rate, WHOLE);
  return (
    <section className="rd-section" aria-labelledby="tiers">
      <h2 id="tiers" className="rd-heading rd-heading--2">
        {t('earnings.tiers.title', { year: year.year })}
      </h2>
      <p className="rd-text">
        {t('earnings.tiers.sales', { sales: format.money(netSales), share: format.money(year.share) })}{' '}
        <strong>
          {tier.upTo === null
            ? t('earnings.tiers.reachedLast', { rate })
            : t('earnings.tiers.reached', { rate, upTo: format.money(tier.upTo) })}
        </strong>
      </p>
      <ol className="tiers">
        {terms.tiers.map(({ rate, upTo }, index) => (
          <Tier
            key={rate}
            rate={rate}
            from={terms.tiers[index - 1]?.upTo ?? null}
            upTo={upTo}
            netSales={netSales}
            isReached={rate === tier.rate}
          />
        ))}
      </ol>
      <p className="rd-small">
        {t('earnings.tiers.terms', {
          version: terms.version,
          from: format.date(terms.from),
          fee: format.money(terms.minimumFee),
        })}
      </p>
    </section>
  );
}

interface TierProps {
  readonly rate: number;
  /** Null: from the first sale on. */
  readonly from: Money | null;
  readonly upTo: Money | null;
  readonly netSales: Money;
  readonly isReached: boolean;
}

function Tier({ rate, from, upTo, netSales, isReached }: TierProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const start = format.money(from ?? { ...netSales, amount: 0 });
  return (
    <li className={`tier${isReached ? ' tier--reached' : ''}`} aria-current={isReached ? 'step' : undefined}>
      <span className="tier__rate">{format.percent(rate, WHOLE)}</span>
      <span className="tier__bar" aria-hidden="true">
        <span className="tier__filled" style={{ width: `${filled(netSales, from, upTo)}%` }} />
      </span>
      <span className="rd-small tier__span">
        {upTo === null
          ? t('earnings.tiers.beyond', { from: start })
          : from === null
            ? t('earnings.tiers.upTo', { upTo: format.money(upTo) })
            : t('earnings.tiers.fromUpTo', { from: start, upTo: format.money(upTo) })}
      </span>
    </li>
  );
}

/** How much of a tier is drawn as filled, in per cent: the last one has no end, and is filled once it is reached. */
function filled({ amount }: Money, from: Money | null, upTo: Money | null): number {
  const start = from?.amount ?? 0;
  if (upTo === null) return amount > start ? 100 : 0;
  return Math.min(100, Math.max(0, ((amount - start) / (upTo.amount - start)) * 100));
}
