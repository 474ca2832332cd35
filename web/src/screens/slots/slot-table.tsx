import { useTranslation } from 'react-i18next';
import { useNow } from '../../api/now.ts';
import { Cell, RowHead, Table } from '../../components/table.tsx';
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
    <Table
      label={t('slots.table')}
      columns={columns.map((column) => ({ name: t(`slots.columns.${column}`) }))}
    >
      {slots.map((slot) => (
        <SlotRow
          key={slot.jobId}
          slot={slot}
          now={now}
          onExtend={() => onExtend(slot.jobId)}
          onRelease={() => onRelease(slot)}
        />
      ))}
    </Table>
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
      <RowHead className="slot__job">{jobId}</RowHead>
      <Cell className="slot__since">{format.time(allocatedAt)}</Cell>
      <Cell className="slot__lease">
        <LeaseLeft end={slot.leaseExpiresAt} now={now} />
      </Cell>
      <Cell>
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
      </Cell>
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
