import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { Empty } from '../../../components/states.tsx';
import { Cell, RowHead, Table } from '../../../components/table.tsx';
import { useCheckWords } from '../../../language/check-words.ts';
import type { ThemeReview } from '../queries.ts';

type Check = ThemeReview['checks'][number];

interface CheckTableProps {
  readonly name: string;
  readonly checks: readonly Check[];
}

/** What every check measured, beside what it requires; those that failed come first. */
export const CheckTable = memo(({ name, checks }: CheckTableProps) => {
  const { t } = useTranslation();
  const columns = (['result', 'check', 'measured', 'required', 'where'] as const).map((column) => ({
    name: t(`admin.themes.columns.${column}`),
  }));
  const passed = checks.filter((check) => check.passed);
  const failed = checks.filter((check) => !check.passed);
  return (
    <section className="admin-part">
      <h3 className="rd-heading rd-heading--3">
        {t('admin.themes.report', { passed: passed.length, all: checks.length })}
      </h3>
      {checks.length === 0 ? (
        <Empty>{t('admin.themes.noChecks')}</Empty>
      ) : (
        <Table
          label={t('admin.themes.reportOf', { name })}
          columns={columns}
          className="admin-table admin-checks"
        >
          {[...failed, ...passed].map((check) => (
            <CheckRow key={check.id} check={check} />
          ))}
        </Table>
      )}
    </section>
  );
});

function CheckRow({ check }: { readonly check: Check }) {
  const { t } = useTranslation();
  const { title, required } = useCheckWords()(check);
  const { id, passed, measured, where } = check;
  return (
    <tr className="rd-table__row">
      <Cell>
        <span className={`rd-badge rd-badge--${passed ? 'success' : 'danger'}`}>
          {t(passed ? 'admin.themes.passed' : 'admin.themes.failed')}
        </span>
      </Cell>
      <RowHead className="admin-row-head">
        {title} <code className="rd-code admin-id">{id}</code>
      </RowHead>
      <Cell>{measured}</Cell>
      <Cell>{required}</Cell>
      <Cell>{where ?? '–'}</Cell>
    </tr>
  );
}
