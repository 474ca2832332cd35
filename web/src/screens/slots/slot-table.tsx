import { useTranslation } from 'react-i18next';
import { useNow } from '../../api/now.ts';
import { useFormat } from '../../language/format.ts';
import { countdown } from './lease.ts';
import type { Slot } from './queries.ts';

interface SlotTableProps {
  readonly slots: readonly Slot[];
  readonly onExtend: (jobId: string) => void;
  readonly onRelease: (slot: Slot) => void;
}

const columns = ['job', 'since', 'lease', 'action'] as const;

export function SlotTable({ slots, onExtend, onRelease }: SlotTableProps) {
  const { t } = useTranslation();
  const now = useNow();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section className="rd-table-frame" aria-label={t('slots.table')} tabIndex={0}>
      <table className="rd-table">
        <thead className="rd-table__head">
          <tr className="rd-table__row">
            {columns.map((column) => (
              <th key={column} className="rd-table__heading" scope="col">
                {t(`slots.columns.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="rd-table__body">
          {slots.map((slot) => (
            <SlotRow
              key={slot.jobId}
              slot={slot}
              now={now}
              onExtend={() => onExtend(slot.jobId)}
              onRelease={() => onRelease(slot)}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface SlotRowProps {
  readonly slot: Slot;
  readonly now: number | null;
  readonly onExtend: () => void;
  readonly onRelease: () => void;
}

function SlotRow({ slot: { jobId, allocatedAt }, slot, now, onExtend, onRelease }: SlotRowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <tr className="rd-table__row">
      <th className="rd-table__cell slot__job" scope="row">
        {jobId}
      </th>
      <td className="rd-table__cell slot__since">{format.time(allocatedAt)}</td>
      <td className="rd-table__cell slot__lease">
        <LeaseLeft end={slot.leaseExpiresAt} now={now} />
      </td>
      <td className="rd-table__cell">
        <span className="slot__actions">
          <button type="button" className="rd-button rd-button--outlined" onClick={onExtend}>
            {t('slots.extend')}
            <span className="unseen"> {jobId}</span>
          </button>
          <button type="button" className="rd-button rd-button--outlined" onClick={onRelease}>
            {t('slots.release')}
            <span className="unseen"> {jobId}</span>
          </button>
        </span>
      </td>
    </tr>
  );
}

/** Counts down. It is not announced: a reader that spoke every second would say nothing else. */
function LeaseLeft({ end, now }: { readonly end: string | null; readonly now: number | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (end === null) return t('slots.noLease');
  return (
    <time dateTime={end} title={format.time(end)}>
      {now === null ? format.time(end) : countdown(end, now)}
    </time>
  );
}
