import { useTranslation } from 'react-i18next';
import { Cell, RowHead, Table } from '../../../components/table.tsx';
import { useFormat } from '../../../language/format.ts';
import { type PackFigures, shownSum } from '../queries.ts';

const counts = ['active', 'renewed', 'expired', 'refunded'] as const;

interface PackTableProps {
  readonly items: readonly PackFigures[];
  /** Whether it is known what is on sale on which terms. */
  readonly canChange: boolean;
  readonly onChange: (pack: PackFigures) => void;
  readonly onRetire: (pack: PackFigures) => void;
}

/** The pack types, the one that was sold most first. */
export function PackTable({ items, ...row }: PackTableProps) {
  const { t } = useTranslation();
  const columns = [
    { name: t('admin.packs.columns.pack') },
    { name: t('admin.packs.columns.sold'), isFigure: true },
    ...counts.map((count) => ({ name: t(`admin.packs.columns.${count}`), isFigure: true })),
    { name: t('admin.packs.columns.revenue'), isFigure: true },
    { name: t('admin.packs.columns.action') },
  ];
  const most = Math.max(1, ...items.map(({ sold }) => sold));
  return (
    <Table label={t('admin.packs.title')} columns={columns} className="admin-table">
      {items
        .toSorted((one, other) => other.sold - one.sold)
        .map((pack) => (
          <PackRow key={pack.packType} pack={pack} most={most} {...row} />
        ))}
    </Table>
  );
}

interface PackRowProps extends Omit<PackTableProps, 'items'> {
  readonly pack: PackFigures;
  /** How often the one that was sold most was sold. */
  readonly most: number;
}

function PackRow({ pack, most, canChange, onChange, onRetire }: PackRowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { packType, name, retired, sold, revenue } = pack;
  return (
    <tr className="rd-table__row">
      <RowHead className="admin-row-head">
        {name} <code className="rd-code admin-id">{packType}</code>
        {retired && <span className="rd-badge rd-badge--past">{t('admin.packs.retired')}</span>}
      </RowHead>
      <Cell isFigure>
        {format.number(sold)}
        <span className="admin-bar" aria-hidden="true">
          <span className="admin-bar__part" style={{ width: `${(sold / most) * 100}%` }} />
        </span>
      </Cell>
      {counts.map((count) => (
        <Cell key={count} isFigure>
          {format.number(pack[count])}
        </Cell>
      ))}
      <Cell isFigure>{format.money(shownSum(revenue))}</Cell>
      <Cell>
        <span className="admin-actions">
          <button
            type="button"
            className="rd-button rd-button--outlined"
            disabled={!canChange}
            aria-label={t(retired ? 'admin.packs.sellAgainOne' : 'admin.packs.changeOne', { name })}
            onClick={() => onChange(pack)}
          >
            {t(retired ? 'admin.packs.sellAgain' : 'admin.packs.change')}
          </button>
          {!retired && (
            <button
              type="button"
              className="rd-button rd-button--outlined"
              aria-label={t('admin.packs.retireOne', { name })}
              onClick={() => onRetire(pack)}
            >
              {t('admin.packs.retire')}
            </button>
          )}
        </span>
      </Cell>
    </tr>
  );
}
