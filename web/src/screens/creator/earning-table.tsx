import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { Cell, RowHead, Table } from '../../components/table.tsx';
import { useFormat } from '../../language/format.ts';
import type { Earning } from './earning-queries.ts';

const columns = ['date', 'theme', 'state', 'net', 'how', 'share'] as const;
const figures: readonly string[] = ['net', 'share'];

/** What a creator has of each sale, with the tiers and cuts that made it so. */
export const EarningTable = memo(({ lines }: { readonly lines: readonly Earning[] }) => {
  const { t } = useTranslation();
  return (
    <Table
      labelledBy="lines"
      columns={columns.map((column) => ({
        name: t(`earnings.columns.${column}`),
        isFigure: figures.includes(column),
      }))}
    >
      {lines.map((line) => (
        <EarningRow key={line.lineId} line={line} />
      ))}
    </Table>
  );
});

const badges = { provisional: 'past', maturing: 'info', available: 'success' } as const;

function EarningRow({ line }: { readonly line: Earning }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { at, name, kind, state, net, share, maturesAt } = line;
  return (
    <tr className="rd-table__row">
      <Cell className="earning__date">{format.time(at)}</Cell>
      <RowHead className="earning__theme">
        {name}
        {kind === 'refund' && <small className="rd-small earning__more">{t('earnings.refund')}</small>}
      </RowHead>
      <Cell>
        <span className={`rd-badge rd-badge--${badges[state]}`}>{t(`earnings.states.${state}`)}</span>
        {state === 'maturing' && (
          <small className="rd-small earning__more">
            {t('earnings.until', { date: format.date(maturesAt) })}
          </small>
        )}
      </Cell>
      <Cell isFigure>{format.money(net)}</Cell>
      <Cell className="earning__how">
        <How line={line} />
      </Cell>
      <Cell isFigure>
        <strong>{format.money(share)}</strong>
      </Cell>
    </tr>
  );
}

/** Basis points, as a part of a whole. */
const WHOLE = 10_000;

function How({ line: { kind, tiers, cuts } }: { readonly line: Earning }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (kind === 'refund') return t('earnings.takenBack');
  return (
    <ul className="effects">
      {tiers.map(({ rate, sales, share }) => (
        <li key={rate}>
          {t('earnings.tier', {
            rate: format.percent(rate, WHOLE),
            sales: format.money(sales),
            share: format.money(share),
          })}
        </li>
      ))}
      {cuts.map(({ kind, amount }) => (
        <li key={kind}>{t(`earnings.cuts.${kind}`, { amount: format.money(amount) })}</li>
      ))}
    </ul>
  );
}
