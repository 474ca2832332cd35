import '../../styles/packs.css';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Pack } from '../../api/queries.ts';
import type { Refusal } from '../../api/refusal.ts';
import { useAccount } from '../../app/context.ts';
import { useFaultText } from '../../language/fault-text.ts';
import { PackCards } from '../packs/offer.tsx';

interface FullProps {
  readonly refusal: Refusal;
  readonly onBuy: (pack: Pack) => void;
}

/** Why no slot was given, and the way on: packs that would make room, or the debt that blocks. */
export function Full({ refusal, onBuy }: FullProps) {
  const { t } = useTranslation();
  const faultText = useFaultText();
  const account = useAccount();
  const packs = (refusal.problem.packs as readonly Pack[] | undefined) ?? [];
  return (
    <>
      <div className="rd-alert rd-alert--danger" role="alert">
        <strong className="rd-alert__title">
          {t(refusal.code === 'hard-blocked' ? 'slots.full.blocked' : 'slots.full.title')}
        </strong>{' '}
        {faultText(refusal).join(' ')}{' '}
        {refusal.code === 'hard-blocked' && (
          <Link className="rd-alert__link" to="/accounts/$account/charges" params={{ account }}>
            {t('slots.full.toCharges')}
          </Link>
        )}
      </div>
      {packs.length > 0 && (
        <section className="rd-section" aria-labelledby="fitting">
          <h3 id="fitting" className="rd-heading rd-heading--2">
            {t('slots.full.packs')}
          </h3>
          <PackCards packs={packs} onBuy={onBuy} />
        </section>
      )}
    </>
  );
}
