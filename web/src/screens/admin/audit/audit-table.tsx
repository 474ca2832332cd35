import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../language/format.ts';
import type { AuditLine } from '../queries.ts';
import { Cell, Table } from '../table.tsx';
import { useActionName } from './action-name.ts';

export function AuditTable({ lines }: { readonly lines: readonly AuditLine[] }) {
  const { t } = useTranslation();
  const columns = (['at', 'by', 'action', 'account', 'target', 'reason'] as const).map((column) => ({
    name: t(`admin.audit.columns.${column}`),
  }));
  return (
    <Table label={t('admin.audit.title')} columns={columns}>
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
  const { at, by, action, account, target, reason, detail } = line;
  return (
    <tr className="rd-table__row">
      <td className="rd-table__cell audit__time">{format.time(at)}</td>
      <Cell>{by}</Cell>
      <Cell>{actionName(action)}</Cell>
      <Cell>
        {account === null ? (
          t('admin.audit.platform')
        ) : (
          <Link className="rd-link" to="/accounts/$account" params={{ account }}>
            {account}
          </Link>
        )}
      </Cell>
      <td className="rd-table__cell audit__target">
        <code className="rd-code">{target}</code>
      </td>
      <td className="rd-table__cell audit__why">
        {reason}
        {detail && (
          <details>
            <summary>{t('admin.audit.detail')}</summary>
            <pre className="rd-code audit__detail">{JSON.stringify(detail, null, 2)}</pre>
          </details>
        )}
      </td>
    </tr>
  );
});
