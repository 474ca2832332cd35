import { useTranslation } from 'react-i18next';
import { type Money, useFormat } from '../../language/format.ts';
import type { Balance } from './earning-queries.ts';

const parts = ['available', 'maturing', 'paying', 'paid'] as const;

/** Where all that was shared out is now. */
export function BalanceView({ balance, least }: { readonly balance: Balance; readonly least: Money }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { nextPayoutAt } = balance;
  return (
    <section className="rd-section" aria-labelledby="balance">
      <h2 id="balance" className="rd-heading rd-heading--2">
        {t('earnings.balance.title')}
      </h2>
      <dl className="balance">
        {parts.map((part) => (
          <div key={part} className={`balance__part balance__part--${part}`}>
            <dt className="balance__name">{t(`earnings.balance.${part}`)}</dt>
            <dd className="balance__sum">{format.money(balance[part])}</dd>
            <dd className="rd-small balance__what">
              {t(`earnings.balance.${part}What`, { least: format.money(least) })}
            </dd>
          </div>
        ))}
      </dl>
      <p className="rd-small">
        {nextPayoutAt === null
          ? t('earnings.balance.nothing')
          : t('earnings.balance.next', { time: format.time(nextPayoutAt) })}
      </p>
    </section>
  );
}
