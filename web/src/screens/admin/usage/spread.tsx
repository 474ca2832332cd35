import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Empty } from '../../../components/states.tsx';
import { Cell, RowHead, Table } from '../../../components/table.tsx';
import { useFormat } from '../../../language/format.ts';
import type { Meter } from '../platform.ts';

interface MeterSpread {
  readonly meter: string;
  readonly distribution: readonly Band[];
  readonly top: readonly { readonly account: string; readonly used: number }[];
}

interface Band {
  readonly percentOfLimit: string;
  readonly accounts: number;
}

interface SpreadProps {
  readonly meter: Meter;
  readonly latest: { readonly day: string; readonly meters: readonly MeterSpread[] };
}

/** How use was spread over the accounts at the end of the latest day, and who used most. */
export function Spread({ meter, latest: { day, meters } }: SpreadProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const spread = meters.find((each) => each.meter === meter.meter);
  return (
    <section className="rd-section" aria-labelledby="spread">
      <h2 id="spread" className="rd-heading rd-heading--2">
        {t('admin.usage.endOf', { day: format.date(day) })}
      </h2>
      {spread === undefined ? (
        <Empty>{t('admin.usage.noSpread')}</Empty>
      ) : (
        <div className="admin-halves">
          <Histogram bands={spread.distribution} />
          <Top meter={meter} top={spread.top} />
        </div>
      )}
    </section>
  );
}

function Histogram({ bands }: { readonly bands: readonly Band[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const most = Math.max(1, ...bands.map(({ accounts }) => accounts));
  return (
    <div>
      <h3 className="rd-heading rd-heading--3">{t('admin.usage.distribution')}</h3>
      <Table
        label={t('admin.usage.distribution')}
        className="admin-table"
        columns={[{ name: t('admin.usage.ofLimit') }, { name: t('admin.usage.accounts') }]}
      >
        {bands.map(({ percentOfLimit, accounts }) => (
          <tr key={percentOfLimit} className="rd-table__row">
            <RowHead className="admin-row-head">
              {t('admin.usage.percent', { range: percentOfLimit.replace('-', '–') })}
            </RowHead>
            <Cell>
              <span className="admin-histogram">
                <span className="admin-bar" aria-hidden="true">
                  <span className="admin-bar__part" style={{ width: `${(accounts / most) * 100}%` }} />
                </span>
                {format.number(accounts)}
              </span>
            </Cell>
          </tr>
        ))}
      </Table>
    </div>
  );
}

function Top({ meter, top }: { readonly meter: Meter; readonly top: MeterSpread['top'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div>
      <h3 className="rd-heading rd-heading--3">{t('admin.usage.top')}</h3>
      {top.length === 0 ? (
        <Empty>{t('admin.usage.noTop')}</Empty>
      ) : (
        <Table
          label={t('admin.usage.top')}
          className="admin-table"
          columns={[{ name: t('admin.account') }, { name: t('admin.usage.used'), isFigure: true }]}
        >
          {top.map(({ account, used }) => (
            <tr key={account} className="rd-table__row">
              <RowHead className="admin-row-head">
                <Link className="rd-link" to="/accounts/$account" params={{ account }}>
                  {account}
                </Link>
              </RowHead>
              <Cell isFigure>{format.amount(used, meter.unit)}</Cell>
            </tr>
          ))}
        </Table>
      )}
    </div>
  );
}
