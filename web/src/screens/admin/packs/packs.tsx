import '../../../styles/records.css';
import '../../../styles/admin.css';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { packsOn } from '../../../api/queries.ts';
import { useApp } from '../../../app/context.ts';
import { PageHeading } from '../../../components/heading.tsx';
import { Empty, Loaded } from '../../../components/states.tsx';
import { type PackFigures, packFiguresOf } from '../queries.ts';
import { type Edited, PackEditor } from './editor.tsx';
import { PackTable } from './pack-table.tsx';
import { RetireDialog } from './retire-dialog.tsx';

/** How each pack type sells, and on what terms it is sold from now on. */
export function AdminPacks() {
  const { t } = useTranslation();
  const { api } = useApp();
  const figures = useQuery(packFiguresOf(api));
  const onSale = useQuery(packsOn(api));
  const [edited, setEdited] = useState<Edited | null>(null);
  const [retired, setRetired] = useState<PackFigures | null>(null);
  const [said, setSaid] = useState('');
  const change = ({ packType, name }: PackFigures) =>
    setEdited({
      packType,
      name,
      pack: onSale.data?.items.find((pack) => pack.packType === packType) ?? null,
    });
  return (
    <>
      <PageHeading title={t('admin.packs.title')}>
        <button
          type="button"
          className="rd-button rd-button--primary"
          onClick={() => setEdited({ packType: null, name: '', pack: null })}
        >
          {t('admin.packs.add')}
        </button>
      </PageHeading>
      <p className="admin-said" role="status">
        {said}
      </p>
      <Loaded query={figures}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty>{t('admin.packs.none')}</Empty>
          ) : (
            <PackTable items={items} canChange={onSale.isSuccess} onChange={change} onRetire={setRetired} />
          )
        }
      </Loaded>
      <PackEditor edited={edited} onClose={() => setEdited(null)} onDone={setSaid} />
      <RetireDialog pack={retired} onClose={() => setRetired(null)} onDone={setSaid} />
    </>
  );
}
