import '../../styles/paying.css';
import '../../styles/records.css';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { isPassing, Refusal } from '../../api/refusal.ts';
import type { Money } from '../../language/format.ts';
import { Dialog } from '../dialog.tsx';
import { Loaded } from '../states.tsx';
import { useIntent } from './intent.ts';
import { useMethods } from './methods.ts';
import { type Begun, Outcome } from './outcome.tsx';
import { PayForm } from './pay-form.tsx';
import { Unplanned } from './unplanned.tsx';

/** Something that costs money: what it would do, and doing it. */
export interface Order<Plan extends { readonly amount: Money }> {
  readonly title: string;
  readonly account: string;
  /** By which its plan is known among all that is read. */
  readonly name: readonly string[];
  plan(method: string): Promise<Plan>;
  /** `allowPending`: the payer was told of a purchase that waits for its payment, and pays all the same. */
  pay(method: string, idempotencyKey: string, plan: Plan, allowPending: boolean): Promise<Begun>;
  show(plan: Plan): ReactNode;
  /** What is paid, when it is there already: its payment may be under way. */
  readonly chargeId?: string;
}

interface PayDialogProps<Plan extends { readonly amount: Money }> {
  /** Null: nothing is being paid, and the dialog is closed. */
  readonly order: Order<Plan> | null;
  readonly onClose: () => void;
}

/** Shows to the cent what would be done, asks how it is to be paid, and follows the payment to its end. */
export function PayDialog<Plan extends { readonly amount: Money }>({ order, onClose }: PayDialogProps<Plan>) {
  return (
    <Dialog title={order?.title ?? ''} isOpen={order !== null} onClose={onClose}>
      {order && <Paying key={order.name.join()} order={order} onClose={onClose} />}
    </Dialog>
  );
}

function Paying<Plan extends { readonly amount: Money }>({
  order,
  onClose,
}: {
  readonly order: Order<Plan>;
  readonly onClose: () => void;
}) {
  const [first] = useMethods();
  const [method, setMethod] = useState<string>(first);
  const intent = useIntent();
  const queries = useQueryClient();
  const planKey = ['plan', order.account, ...order.name];
  const plan = useQuery({
    queryKey: planKey,
    queryFn: () => order.plan(first),
    staleTime: 0,
    gcTime: 0,
  });
  const [allowPending, setAllowPending] = useState(false);
  const paying = useMutation({
    mutationFn: (agreed: Plan) => order.pay(method, intent.keyFor(method), agreed, allowPending),
    retry: (failures, fault) => failures < 2 && isPassing(fault),
    onError: (fault) => {
      if (isPassing(fault)) return;
      intent.forget();
      if (fault instanceof Refusal && fault.code === 'purchase-pending') setAllowPending(true);
      // What was planned may have changed: its price, for one.
      void queries.invalidateQueries({ queryKey: planKey });
      void queries.invalidateQueries({ queryKey: ['packs'] });
    },
    onSettled: () => void queries.invalidateQueries({ queryKey: [order.account] }),
  });
  if (paying.data) return <Outcome account={order.account} begun={paying.data} onClose={onClose} />;
  if (plan.data === undefined && plan.error)
    return <Unplanned fault={plan.error} chargeId={order.chargeId} onClose={onClose} />;
  return (
    <div className="paying">
      <Loaded query={plan}>
        {(agreed) => (
          <PayForm
            amount={agreed.amount}
            method={method}
            onMethod={setMethod}
            fault={paying.error}
            isPaying={paying.isPending}
            onPay={() => paying.mutate(agreed)}
            onClose={onClose}
          >
            {order.show(agreed)}
          </PayForm>
        )}
      </Loaded>
    </div>
  );
}
