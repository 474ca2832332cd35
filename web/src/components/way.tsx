import type { ReactNode } from 'react';

interface WayProps {
  readonly label: string;
  /** A link, of the class `rd-breadcrumb__link`, to what the page is a part of. */
  readonly from: ReactNode;
  readonly here: string;
}

/** The way to a page that is a part of another. */
export function Way({ label, from, here }: WayProps) {
  return (
    <nav className="rd-breadcrumb" aria-label={label}>
      <ol className="rd-breadcrumb__list">
        <li className="rd-breadcrumb__item">{from}</li>
        <li className="rd-breadcrumb__item" aria-current="page">
          {here}
        </li>
      </ol>
    </nav>
  );
}
