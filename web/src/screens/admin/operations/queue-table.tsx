import { useTranslation } from 'react-i18next';
import { Cell, RowHead, Table } from '../../../components/table.tsx';
import { useFormat } from '../../../language/format.ts';
import type { QueueFigures } from '../queries.ts';

interface QueueTableProps {
  readonly label: string;
  readonly queues: readonly QueueFigures[];
}

export function QueueTable({ label, queues }: QueueTableProps) {
  const { t } = useTranslation();
  const columns = [
    { name: t('admin.operations.columns.queue') },
    { name: t('admin.operations.columns.messages'), isFigure: true },
    { name: t('admin.operations.columns.inFlight'), isFigure: true },
    { name: t('admin.operations.columns.oldest') },
  ];
  return (
    <Table label={label} columns={columns} className="admin-table">
      {queues.map((queue) => (
        <QueueRow key={queue.queue} queue={queue} />
      ))}
    </Table>
  );
}

function QueueRow({ queue: { queue, kind, messages, inFlight, oldestAgeSeconds } }: QueueRowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const isDead = kind === 'deadLetters' && messages > 0;
  return (
    <tr className="rd-table__row">
      <RowHead className="admin-row-head">
        <code className="rd-code">{queue}</code>{' '}
        {isDead && <span className="rd-badge rd-badge--danger">{t('admin.operations.look')}</span>}
      </RowHead>
      <Cell isFigure>{format.number(messages)}</Cell>
      <Cell isFigure>{format.number(inFlight)}</Cell>
      <Cell>
        {oldestAgeSeconds === null
          ? '–'
          : format.relative(new Date(-oldestAgeSeconds * 1_000).toISOString(), 0)}
      </Cell>
    </tr>
  );
}

interface QueueRowProps {
  readonly queue: QueueFigures;
}
