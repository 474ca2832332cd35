import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Quota } from '../../api/queries.ts';
import { useAccount } from '../../app/context.ts';
import { Choice } from '../../components/choice.tsx';
import { DayFields } from '../../components/day-fields.tsx';
import { daysOf, timesOf } from '../../components/span.ts';
import { useMeterName } from '../../language/meter-name.ts';
import { type Range, ranges, type UsageSearch } from './search.ts';
import { bysFor, type View } from './view.ts';

/** Chooses what is shown, by changing the address of the page. */
export function Controls({ view, quotas }: { readonly view: View; readonly quotas: readonly Quota[] }) {
  const { t } = useTranslation();
  const meterName = useMeterName();
  const show = useShow(view);
  const { quota, by, range, span, compare } = view;
  return (
    <div className="usage-controls">
      <Choice
        label={t('usage.meter')}
        value={quota.meter}
        options={quotas.map(({ meter, title }) => ({ value: meter, label: meterName(meter, title) }))}
        onChange={(meter) => show({ meter })}
      />
      <Choice
        label={t('usage.range')}
        value={range}
        options={ranges.map((value) => ({ value, label: t(`usage.ranges.${value}`) }))}
        onChange={(next) => show({ range: next })}
      />
      {range === 'chosen' && <DayFields span={span} onChosen={(times) => show({ range, ...times })} />}
      {quota.kind === 'counter' && (
        <Choice
          label={t('usage.by')}
          value={by}
          options={bysFor(quota, span).map((value) => ({ value, label: t(`usage.bys.${value}`) }))}
          onChange={(next) => show({ by: next })}
        />
      )}
      {quota.kind === 'counter' && by !== 'total' && (
        <label className="rd-choice">
          <input
            className="rd-checkbox"
            type="checkbox"
            checked={compare}
            onChange={({ target }) => show({ compare: target.checked })}
          />
          <span className="rd-choice__label">{t('usage.compare')}</span>
        </label>
      )}
    </div>
  );
}

interface Change {
  readonly meter?: string;
  readonly by?: View['by'];
  readonly range?: Range;
  readonly from?: string;
  readonly to?: string;
  readonly compare?: boolean;
}

function useShow(view: View): (change: Change) => void {
  const navigate = useNavigate();
  const account = useAccount();
  return (change) =>
    void navigate({
      to: '/accounts/$account/usage',
      params: { account },
      search: addressOf(view, change),
      replace: true,
      resetScroll: false,
    });
}

/** A new range is shown by what suits it; a chosen one begins with the days that were shown before. */
function addressOf({ quota, by, range, span, compare }: View, change: Change): UsageSearch {
  const next = change.range ?? range;
  const isOther = change.range !== undefined && change.range !== range;
  const { first, last } = daysOf(span);
  const times = change.from && change.to ? { from: change.from, to: change.to } : timesOf(first, last);
  const nextBy = change.by ?? (isOther && next !== 'chosen' && by !== 'total' ? undefined : by);
  return {
    meter: change.meter ?? quota.meter,
    range: next,
    ...(nextBy ? { by: nextBy } : {}),
    ...(next === 'chosen' && times ? times : {}),
    ...((change.compare ?? compare) ? { compare: true } : {}),
  };
}
