import '../../styles/packs.css';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Pack, type Purchase, packsOn } from '../../api/queries.ts';
import { useApp } from '../../app/context.ts';
import { PageHeading } from '../../components/heading.tsx';
import { Empty, Loaded } from '../../components/states.tsx';
import { BuyDialog, RenewDialog } from './buying.tsx';
import { RenewalsDue } from './due.tsx';
import { Offers } from './offer.tsx';
import { Purchases } from './purchases.tsx';

/** What can be bought to have more, what it would change, and what was bought. */
export function Packs() {
  const { t } = useTranslation();
  const { api } = useApp();
  const packs = useQuery(packsOn(api));
  const [bought, setBought] = useState<Pack | null>(null);
  const [renewed, setRenewed] = useState<Purchase | null>(null);
  return (
    <>
      <PageHeading title={t('packs.title')} />
      <RenewalsDue onRenew={setRenewed} />
      <Loaded query={packs}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty>{t('packs.nothingOnOffer')}</Empty>
          ) : (
            <Offers packs={items} onBuy={setBought} />
          )
        }
      </Loaded>
      <Purchases onRenew={setRenewed} />
      <BuyDialog pack={bought} onClose={() => setBought(null)} />
      <RenewDialog purchase={renewed} onClose={() => setRenewed(null)} />
    </>
  );
}
