import { useQueries } from '@tanstack/react-query';
import { Navigate } from '@tanstack/react-router';
import { useApp } from '../../app/context.ts';
import { chargeOf } from '../../components/paying/queries.ts';

/** A provider sends the payer back with the charge alone: whoever acts for several accounts finds the one it is of. */
export function Elsewhere({ account, chargeId }: { readonly account: string; readonly chargeId: string }) {
  const { api, session } = useApp();
  const others = session.accounts.filter((one) => one !== account);
  const found = useQueries({
    queries: others.map((one) => ({ ...chargeOf(api, one, chargeId), refetchInterval: false as const })),
  }).find(({ data }) => data !== undefined)?.data;
  if (found === undefined) return null;
  return (
    <Navigate
      to="/accounts/$account/charges/$chargeId"
      params={{ account: found.account, chargeId }}
      replace
    />
  );
}
