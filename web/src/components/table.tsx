import type { ReactNode } from 'react';

export interface Column {
  readonly name: string;
  /** Figures stand on the right, under one another. */
  readonly isFigure?: boolean;
}

/** What it is called, or which heading says so. */
type Named =
  | { readonly label: string; readonly labelledBy?: never }
  | { readonly label?: never; readonly labelledBy: string };

type TableProps = Named & {
  readonly columns: readonly Column[];
  readonly className?: string;
  /** The rows, and what comes after them. */
  readonly children: ReactNode;
  readonly foot?: ReactNode;
};

/** A table that scrolls within its frame, also by keyboard. */
export function Table({ label, labelledBy, columns, className, children, foot }: TableProps) {
  return (
    <section
      className={classes('rd-table-frame', className)}
      aria-label={label}
      aria-labelledby={labelledBy}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
      tabIndex={0}
    >
      <table className="rd-table">
        <thead className="rd-table__head">
          <tr className="rd-table__row">
            {columns.map(({ name, isFigure }) => (
              <th key={name} className={classes('rd-table__heading', isFigure && 'figure')} scope="col">
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

interface CellProps {
  readonly className?: string;
  readonly children: ReactNode;
}

export function Cell({ isFigure, className, children }: CellProps & { readonly isFigure?: boolean }) {
  return <td className={classes('rd-table__cell', className, isFigure && 'figure')}>{children}</td>;
}

/** The cell that says what its row is about. */
export function RowHead({ className, children }: CellProps) {
  return (
    <th className={classes('rd-table__cell', className)} scope="row">
      {children}
    </th>
  );
}

const classes = (...names: readonly (string | false | undefined)[]): string =>
  names.filter(Boolean).join(' ');
