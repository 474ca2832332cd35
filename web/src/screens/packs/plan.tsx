import { useTranslation } from 'react-i18next';
import { useFormat } from '../../language/format.ts';
import { useMeterName } from '../../language/meter-name.ts';
import { useMeterAmount } from '../../language/pack-name.ts';
import type { PackPlan } from './queries.ts';

/** What is bought, for how long and for how much, and what it changes. */
export function Plan({ plan, name }: { readonly plan: PackPlan; readonly name: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <dl className="facts">
      <dt>{t('packs.plan.what')}</dt>
      <dd>{name}</dd>
      <dt>{t('packs.plan.term')}</dt>
      <dd>
        {plan.endsAt
          ? t('packs.plan.fromUntil', { start: format.time(plan.startsAt), end: format.time(plan.endsAt) })
          : t('packs.plan.from', { start: format.time(plan.startsAt) })}
      </dd>
      <dt>{t('packs.plan.changes')}</dt>
      <dd>
        <Effects effects={plan.quotas} />
      </dd>
      <dt>{t('packs.plan.total')}</dt>
      <dd>
        <strong className="rd-price">{format.money(plan.amount)}</strong>
      </dd>
    </dl>
  );
}

function Effects({ effects }: { readonly effects: PackPlan['quotas'] }) {
  const { t } = useTranslation();
  const meterName = useMeterName();
  const amountOf = useMeterAmount();
  if (effects.length === 0) return t('packs.plan.keeps');
  return (
    <ul className="effects">
      {effects.map(({ meter, limitBefore, limitAfter }) => (
        <li key={meter}>
          {t('packs.plan.effect', {
            meter: meterName(meter),
            before: amountOf(meter, limitBefore),
            after: amountOf(meter, limitAfter),
          })}
        </li>
      ))}
    </ul>
  );
}
