import { useTranslation } from 'react-i18next';
import type { Pack } from '../../../api/queries.ts';
import { Fault } from '../../../components/fault.tsx';
import { useFormat } from '../../../language/format.ts';
import { useMeterName } from '../../../language/meter-name.ts';
import type { Meter } from '../platform.ts';
import { Step } from '../step.tsx';
import type { Terms } from './draft.ts';

interface TermsReviewProps {
  /** On what terms it is sold now; null: on none. */
  readonly before: Pack | null;
  readonly terms: Terms;
  readonly meters: readonly Meter[];
  readonly fault: Error | null;
  readonly isBusy: boolean;
  readonly onSet: () => void;
  readonly onBack: () => void;
}

/** The terms of now beside those to come, and whom they are for. */
export function TermsReview(props: TermsReviewProps) {
  const { before, terms, meters, fault, isBusy, onSet, onBack } = props;
  const { t } = useTranslation();
  const rowsOf = useRows(meters);
  const known = before ? rowsOf(before) : null;
  return (
    <Step>
      <dl className="facts">
        {rowsOf(terms).map(([name, value], index) => {
          const old = known?.[index]?.[1];
          return (
            <div key={name} className="admin-fact">
              <dt>{name}</dt>
              <dd>
                {old === undefined || old === value
                  ? value
                  : t('admin.packs.from', { before: old, after: value })}
              </dd>
            </div>
          );
        })}
      </dl>
      <div className="rd-alert rd-alert--info">{t('admin.packs.keeps')}</div>
      <Fault fault={fault} />
      <div className="rd-actions">
        <button type="button" className="rd-button rd-button--primary" disabled={isBusy} onClick={onSet}>
          {t(before ? 'admin.packs.set' : 'admin.packs.sell')}
        </button>
        <button type="button" className="rd-button rd-button--outlined" disabled={isBusy} onClick={onBack}>
          {t('admin.back')}
        </button>
      </div>
    </Step>
  );
}

type Shown = Pick<Terms, 'name' | 'kind' | 'price' | 'mode' | 'durationDays'> & {
  readonly grants: Readonly<Record<string, number | undefined>>;
};

function useRows(meters: readonly Meter[]): (terms: Shown) => readonly (readonly [string, string])[] {
  const { t } = useTranslation();
  const format = useFormat();
  const meterName = useMeterName();
  return ({ name, kind, grants, price, mode, durationDays }) => {
    const given = meters
      .filter(({ meter }) => grants[meter] !== undefined)
      .map(({ meter, title, unit }) =>
        t('packs.grant', { meter: meterName(meter, title), amount: format.amount(grants[meter] ?? 0, unit) }),
      );
    return [
      [t('admin.packs.fields.name'), name],
      [t('admin.packs.fields.kind'), t(`admin.packs.kinds.${kind}`)],
      [t('admin.packs.fields.grants'), given.join(t('packs.and'))],
      [t('admin.packs.fields.price'), format.money(price)],
      [t('admin.packs.fields.mode'), t(`admin.packs.modes.${mode}`)],
      [
        t('admin.packs.fields.days'),
        durationDays === null ? t('packs.forGood') : format.number(durationDays),
      ],
    ];
  };
}
