import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Pack, Quota } from '../../api/queries.ts';
import type { Refusal } from '../../api/refusal.ts';
import type { components } from '../../api/schema.d.ts';
import { useAccount } from '../../app/context.ts';
import { Fault } from '../../components/fault.tsx';
import { useFormat } from '../../language/format.ts';
import { usePackName } from '../../language/pack-name.ts';

interface Block {
  readonly quota?: Quota;
  readonly packs?: readonly Pack[];
  readonly overage?: {
    readonly available: boolean;
    readonly unitPrice: components['schemas']['UnitPrice'] | null;
  };
}

/** It does not fit: what is left, which packs would make room, what going beyond the limit costs. */
export function SoftBlock({ refusal, file }: { readonly refusal: Refusal; readonly file: File }) {
  const { t } = useTranslation();
  const format = useFormat();
  const packName = usePackName();
  const account = useAccount();
  if (refusal.code !== 'quota-exceeded') return <Debt />;
  const { quota, packs = [], overage } = refusal.problem as Block;
  if (!quota) return <Fault fault={refusal} />;
  const { unit, meter } = quota;
  const figure = (amount: number) => format.amount(amount, unit);
  return (
    <div className="soft-block">
      <p>
        {t('uploads.block.left', {
          name: file.name,
          bytes: figure(file.size),
          remaining: figure(quota.remaining),
          limit: figure(quota.limit),
        })}
      </p>
      {packs.length === 0 && <p>{t('uploads.block.noPack')}</p>}
      {packs.length > 0 && (
        <>
          <p>{t('uploads.block.packs')}</p>
          <ul className="rd-list">
            {packs.map((pack) => (
              <li key={pack.packType} className="rd-list__item">
                {t('uploads.block.pack', {
                  name: packName(pack),
                  price: format.money(pack.price),
                })}
              </li>
            ))}
          </ul>
          <Link className="rd-button rd-button--primary" to="/accounts/$account/packs" params={{ account }}>
            {t('uploads.block.buy')}
          </Link>
        </>
      )}
      {overage?.available && overage.unitPrice && (
        <p>
          {t('uploads.block.overage', {
            price: format.money(overage.unitPrice.price),
            per: figure(overage.unitPrice.per),
          })}{' '}
          <Link className="rd-link" to="/accounts/$account/overage" params={{ account }} search={{ meter }}>
            {t('uploads.block.confirm')}
          </Link>
        </p>
      )}
    </div>
  );
}

function Debt() {
  const { t } = useTranslation();
  const account = useAccount();
  return (
    <div className="soft-block">
      <p>{t('uploads.block.debt')}</p>
      <Link className="rd-link" to="/accounts/$account/charges" params={{ account }}>
        {t('uploads.block.pay')}
      </Link>
    </div>
  );
}
