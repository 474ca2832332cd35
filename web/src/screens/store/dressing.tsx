import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useAccount } from '../../app/context.ts';
import { type Look, stopTrying, tryOn, undress, useLooks, wear } from '../../app/theme.ts';

interface DressingProps {
  readonly look: Look;
  readonly stylesheetUrl: string;
}

/** Wearing a theme that one holds, on this device, from now on. */
export function Wear({ look, stylesheetUrl }: DressingProps) {
  const { t } = useTranslation();
  const account = useAccount();
  const { worn } = useLooks();
  const { themeId, name } = look;
  const isWorn = worn?.themeId === themeId;
  const wearing = useMutation({
    mutationFn: () => (isWorn ? undress() : wear({ ...look, account }, stylesheetUrl)),
  });
  return (
    <>
      <button
        type="button"
        className={`rd-button rd-button--${isWorn ? 'outlined' : 'secondary'}`}
        onClick={() => wearing.isPending || wearing.mutate()}
      >
        {t(isWorn ? 'store.undress' : 'store.wear')}
        <span className="unseen"> {name}</span>
      </button>
      <span role="status" className="unseen">
        {wearing.isSuccess && t(isWorn ? 'store.wornNow' : 'store.wornNoMore', { name })}
      </span>
      <NotDressed fault={wearing.error} />
    </>
  );
}

/** Seeing a theme on these very pages, for as long as one likes. */
export function TryOn({ look, stylesheetUrl }: DressingProps) {
  const { t } = useTranslation();
  const { tried, worn } = useLooks();
  const isTried = tried?.themeId === look.themeId;
  const trying = useMutation({
    mutationFn: async () => (isTried ? stopTrying() : tryOn(look, stylesheetUrl)),
  });
  if (worn?.themeId === look.themeId && !isTried) return null;
  return (
    <>
      <button
        type="button"
        className="rd-button rd-button--outlined"
        onClick={() => trying.isPending || trying.mutate()}
      >
        {t(isTried ? 'store.bar.stop' : 'store.tryOn')}
        <span className="unseen"> {look.name}</span>
      </button>
      <NotDressed fault={trying.error} />
    </>
  );
}

function NotDressed({ fault }: { readonly fault: Error | null }) {
  const { t } = useTranslation();
  if (fault === null) return null;
  return (
    <p className="rd-error" role="alert">
      {t('store.notDressed')}
    </p>
  );
}
