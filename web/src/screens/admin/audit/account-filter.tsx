import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TextField } from '../../../components/field.tsx';
import { isAccount } from './search.ts';

/** Whose lines are shown; undefined: everybody's. */
export function AccountFilter({ account }: { readonly account: string | undefined }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [text, setText] = useState(account ?? '');
  const [isWrong, setIsWrong] = useState(false);
  const show = (next: string) => {
    const isFine = next === '' || isAccount(next);
    setIsWrong(!isFine);
    if (isFine) void navigate({ to: '/admin/audit', search: next === '' ? {} : { account: next } });
  };
  return (
    <search>
      <form
        className="admin-controls admin-controls--noted"
        onSubmit={(event) => {
          event.preventDefault();
          show(text.trim());
        }}
      >
        <TextField
          label={t('admin.account')}
          value={text}
          hint={t('admin.audit.hint')}
          fault={isWrong ? t('admin.audit.wrong') : null}
          spellCheck={false}
          autoComplete="off"
          onText={setText}
        />
        <button type="submit" className="rd-button rd-button--secondary">
          {t('admin.audit.filter')}
        </button>
        {account !== undefined && (
          <button type="button" className="rd-button rd-button--outlined" onClick={() => show('')}>
            {t('admin.audit.all')}
          </button>
        )}
      </form>
    </search>
  );
}
