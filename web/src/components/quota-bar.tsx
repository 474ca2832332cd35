import { useTranslation } from 'react-i18next';
import type { Quota } from '../api/queries.ts';
import { useFormat } from '../language/format.ts';

/** A meter's use against its limit: reserved after used, with marks where it warns and where it ends. */
export function QuotaBar({ quota, labelledBy }: { readonly quota: Quota; readonly labelledBy: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { used, reserved, limit, unit, state, warnAtPercent } = quota;
  const whole = Math.max(limit, used + reserved, 1);
  const text = t('overview.used', { used: format.amount(used, unit), limit: format.amount(limit, unit) });
  return (
    // biome-ignore lint/a11y/useSemanticElements: no browser lets a <meter> show what is reserved
    <div
      className={`quota-bar quota-bar--${state}`}
      role="meter"
      aria-labelledby={labelledBy}
      aria-valuemin={0}
      aria-valuemax={limit}
      aria-valuenow={Math.min(used, limit)}
      aria-valuetext={text}
    >
      <div className="quota-bar__used" style={{ width: `${(used / whole) * 100}%` }} />
      <div className="quota-bar__reserved" style={{ width: `${(reserved / whole) * 100}%` }} />
      <div
        className="quota-bar__mark"
        style={{ left: `${((limit * warnAtPercent) / 100 / whole) * 100}%` }}
      />
      <div className="quota-bar__mark" style={{ left: `${(limit / whole) * 100}%` }} />
    </div>
  );
}
