import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { Cell, Table } from '../../../components/table.tsx';
import { useFormat } from '../../../language/format.ts';
import type { AuditLine } from '../queries.ts';
import { useActionName, useReasonText } from './action-words.ts';

export function AuditTable({ lines }: { readonly lines: readonly AuditLine[] }) {
  const { t } = useTranslation();
  const columns = (['at', 'by', 'action', 'account', 'target', 'reason'] as const).map((column) => ({
    name: t(`admin.audit.columns.${column}`),
  }));
  return (
    <Table label={t('admin.audit.title')} columns={columns} className="admin-table">
      {lines.map((line) => (
        <AuditRow key={line.id} line={line} />
      ))}
    </Table>
  );
}

const AuditRow = memo(({ line }: { readonly line: AuditLine }) => {
  const { t } = useTranslation();
  const format = useFormat();
  const actionName = useActionName();
  const reasonText = useReasonText();
  const { at, by, action, account, target, detail } = line;
  return (
    <tr className="rd-table__row">
      <Cell className="audit__time">{format.time(at)}</Cell>
      <Cell>{by}</Cell>
      <Cell className="audit__action">{actionName(action)}</Cell>
      <Cell>
        {account === null ? (
          t('admin.audit.platform')
        ) : (
          <Link className="rd-link" to="/accounts/$account" params={{ account }}>
            {account}
          </Link>
        )}
      </Cell>
      <Cell className="audit__target">
        <code className="rd-code">{target}</code>
      </Cell>
      <Cell className="audit__why">
        {reasonText(line)}
        {detail && (
          <details>
            <summary>{t('admin.audit.detail')}</summary>
            <pre className="rd-code audit__detail">{JSON.stringify(detail, null, 2)}</pre>
          </details>
        )}
      </Cell>
    </tr>
  );
});
