import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../language/format.ts';
import type { Earning } from './earning-queries.ts';

const columns = ['date', 'theme', 'state', 'net', 'how', 'share'] as const;
const figures: readonly string[] = ['net', 'share'];

/** What a creator has of each sale, with the tiers and cuts that made it so. */
export const EarningTable = memo(({ lines }: { readonly lines: readonly Earning[] }) => {
  const { t } = useTranslation();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section className="rd-table-frame" aria-labelledby="lines" tabIndex={0}>
      <table className="rd-table">
        <thead className="rd-table__head">
          <tr className="rd-table__row">
            {columns.map((column) => (
              <th
                key={column}
                className={`rd-table__heading${figures.includes(column) ? ' figure' : ''}`}
                scope="col"
              >
                {t(`earnings.columns.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="rd-table__body">
          {lines.map((line) => (
            <EarningRow key={line.lineId} line={line} />
          ))}
        </tbody>
      </table>
    </section>
  );
});

const badges = { provisional: 'past', maturing: 'info', available: 'success' } as const;

function EarningRow({ line }: { readonly line: Earning }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { at, name, kind, state, net, share, maturesAt } = line;
  return (
    <tr className="rd-table__row">
      <td className="rd-table__cell earning__date">{format.time(at)}</td>
      <th className="rd-table__cell earning__theme" scope="row">
        {name}
        {kind === 'refund' && <small className="rd-small earning__more">{t('earnings.refund')}</small>}
      </th>
      <td className="rd-table__cell">
        <span className={`rd-badge rd-badge--${badges[state]}`}>{t(`earnings.states.${state}`)}</span>
        {state === 'maturing' && (
          <small className="rd-small earning__more">
            {t('earnings.until', { date: format.date(maturesAt) })}
          </small>
        )}
      </td>
      <td className="rd-table__cell figure">{format.money(net)}</td>
      <td className="rd-table__cell earning__how">
        <How line={line} />
      </td>
      <td className="rd-table__cell figure">
        <strong>{format.money(share)}</strong>
      </td>
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
