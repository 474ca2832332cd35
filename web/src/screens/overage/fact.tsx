import type { ReactNode } from 'react';

/** A term and what it comes to. */
export function DomainEvent({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="overage__fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
