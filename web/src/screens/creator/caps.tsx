import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { type Money, useFormat } from '../../language/format.ts';
import type { Earning, ThemeCap, Year } from './earning-queries.ts';

interface CapsProps {
  readonly year: Year;
  readonly caps: readonly ThemeCap[];
  /** By which the themes' names are known. */
  readonly lines: readonly Earning[];
}

/** The most that a creator has of a year and of each theme, and what is left of it. */
export function Caps({ year, caps, lines }: CapsProps) {
  const { t } = useTranslation();
  const nameOf = (id: string) => lines.find(({ themeId }) => themeId === id)?.name ?? id;
  return (
    <section className="rd-section" aria-labelledby="caps">
      <h2 id="caps" className="rd-heading rd-heading--2">
        {t('earnings.caps.title')}
      </h2>
      <ul className="caps">
        <Cap name={t('earnings.caps.year', { year: year.year })} {...year.yearCap} used={year.share} />
        {caps.map(({ themeId, share, cap, left }) => (
          <Cap key={themeId} name={nameOf(themeId)} cap={cap} left={left} used={share} />
        ))}
      </ul>
    </section>
  );
}

interface CapProps {
  readonly name: string;
  readonly cap: Money;
  readonly left: Money;
  readonly used: Money;
}

function Cap({ name, cap, left, used }: CapProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const id = useId();
  const text = t('earnings.caps.left', { left: format.money(left), cap: format.money(cap) });
  const part = Math.min(100, Math.max(0, (used.amount / Math.max(1, cap.amount)) * 100));
  return (
    <li className="cap">
      <p id={id} className="rd-meter-label cap__name">
        {name}
      </p>
      {/* biome-ignore lint/a11y/useSemanticElements: a theme paints this one, as all its meters */}
      <div
        className="rd-meter cap__bar"
        role="meter"
        aria-labelledby={id}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.floor(part)}
        aria-valuetext={text}
      >
        <div className="rd-meter__bar" style={{ width: `${part}%` }} />
      </div>
      <p className="rd-small cap__left">{text}</p>
    </li>
  );
}
