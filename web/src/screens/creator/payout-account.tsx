import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answered } from '../../api/client.ts';
import { useAccount, useApp } from '../../app/context.ts';
import { Fault } from '../../components/fault.tsx';
import { TextField } from '../../components/field.tsx';
import { Radios } from '../../components/radios.tsx';
import { Loaded } from '../../components/states.tsx';
import { useFormat } from '../../language/format.ts';
import { earningsOf } from './earning-queries.ts';

/** Where payouts go: what is set, and setting it. */
export function PayoutAccount() {
  const { t } = useTranslation();
  const { api } = useApp();
  const format = useFormat();
  const earnings = useInfiniteQuery(earningsOf(api, useAccount()));
  return (
    <section className="rd-section" aria-labelledby="payout-account">
      <h2 id="payout-account" className="rd-heading rd-heading--2">
        {t('earnings.payTo.title')}
      </h2>
      <Loaded query={earnings}>
        {({ pages: [latest] }) => {
          const known = latest?.payoutAccount ?? null;
          return (
            <p className="rd-text">
              {known === null
                ? t('earnings.payTo.none')
                : t('earnings.payTo.known', {
                    destination: known.destination,
                    time: format.time(known.updatedAt),
                  })}
            </p>
          );
        }}
      </Loaded>
      <PayoutForm />
    </section>
  );
}

const sandbox = ['sandbox_ok', 'sandbox_declined'] as const;

function PayoutForm() {
  const { t } = useTranslation();
  const { session } = useApp();
  const isSandbox = session.payments === 'sandbox';
  const [destination, setDestination] = useState<string>(isSandbox ? sandbox[0] : '');
  const setting = useSetting();
  return (
    <form
      className="creator-form hand-in"
      onSubmit={(event) => {
        event.preventDefault();
        setting.mutate(destination.trim());
      }}
    >
      {isSandbox ? (
        <SandboxChoice destination={destination} onChange={setDestination} />
      ) : (
        <DestinationField destination={destination} onChange={setDestination} />
      )}
      <Fault fault={setting.error} />
      <div className="rd-actions">
        <button type="submit" className="rd-button rd-button--secondary" disabled={setting.isPending}>
          {t('earnings.payTo.do')}
        </button>
      </div>
      <p className="rd-small hand-in__said" role="status">
        {setting.data && t('earnings.payTo.done', { destination: setting.data.destination })}
      </p>
    </form>
  );
}

interface DestinationProps {
  readonly destination: string;
  readonly onChange: (destination: string) => void;
}

function SandboxChoice({ destination, onChange }: DestinationProps) {
  const { t } = useTranslation();
  return (
    <Radios
      label={t('earnings.payTo.sandbox')}
      value={destination}
      options={sandbox.map((value) => ({ value, label: t(`earnings.payTo.${value}`) }))}
      onChoice={onChange}
    />
  );
}

function DestinationField({ destination, onChange }: DestinationProps) {
  const { t } = useTranslation();
  return (
    <TextField
      label={t('earnings.payTo.destination')}
      hint={t('earnings.payTo.hint')}
      value={destination}
      onText={onChange}
      required
      maxLength={255}
      placeholder="acct_…"
      autoComplete="off"
      spellCheck={false}
    />
  );
}

function useSetting() {
  const { api } = useApp();
  const account = useAccount();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (destination: string) =>
      answered(
        api.PUT('/v1/accounts/{account}/payout-account', {
          params: { path: { account } },
          body: { destination },
        }),
      ),
    onSettled: () => void queries.invalidateQueries({ queryKey: [account] }),
  });
}
