import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Choice } from '../../components/choice.tsx';
import { DayFields } from '../../components/day-fields.tsx';
import { daysOf, type Span, timesOf } from '../../components/span.ts';
import { type Range, type RangeSearch, ranges } from './range.ts';

interface RangeControlsProps {
  readonly range: Range;
  readonly span: Span;
  readonly onRange: (search: RangeSearch) => void;
  /** What else is chosen. */
  readonly children?: ReactNode;
}

/** Which time a report is about. A chosen one begins with the days that were shown before. */
export function RangeControls({ range, span, onRange, children }: RangeControlsProps) {
  const { t } = useTranslation();
  const choose = (next: Range) => {
    const { first, last } = daysOf(span);
    const times = next === 'chosen' ? timesOf(first, last) : null;
    onRange({ range: next, ...times });
  };
  return (
    <div className="admin-controls">
      <Choice
        label={t('admin.range')}
        value={range}
        options={ranges.map((value) => ({ value, label: t(`admin.ranges.${value}`) }))}
        onChange={choose}
      />
      {range === 'chosen' && (
        <DayFields span={span} onChosen={(times) => onRange({ range: 'chosen', ...times })} />
      )}
      {children}
    </div>
  );
}
