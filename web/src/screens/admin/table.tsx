import type { ReactNode } from 'react';

export interface Column {
  readonly name: string;
  /** Figures stand on the right, under one another. */
  readonly isFigure?: boolean;
}

interface TableProps {
  readonly label: string;
  readonly columns: readonly Column[];
  readonly className?: string;
  /** The rows, and what comes after them. */
  readonly children: ReactNode;
  readonly foot?: ReactNode;
}

/** A table that scrolls within its frame, also by keyboard. */
export function Table({ label, columns, className = '', children, foot }: TableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section className={`rd-table-frame ${className}`} aria-label={label} tabIndex={0}>
      <table className="rd-table">
        <thead className="rd-table__head">
          <tr className="rd-table__row">
            {columns.map(({ name, isFigure }) => (
              <th key={name} className={`rd-table__heading${isFigure ? ' figure' : ''}`} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="rd-table__body">{children}</tbody>
        {foot && <tfoot>{foot}</tfoot>}
      </table>
    </section>
  );
}

export function Cell({ isFigure, children }: { readonly isFigure?: boolean; readonly children: ReactNode }) {
  return <td className={`rd-table__cell${isFigure ? ' figure' : ''}`}>{children}</td>;
}

export function RowHead({ children }: { readonly children: ReactNode }) {
  return (
    <th className="rd-table__cell admin-row-head" scope="row">
      {children}
    </th>
  );
}
