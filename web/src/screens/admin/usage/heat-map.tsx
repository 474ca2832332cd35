import { useTranslation } from 'react-i18next';
import { Empty } from '../../../components/states.tsx';
import { RowHead, Table } from '../../../components/table.tsx';
import { useFormat } from '../../../language/format.ts';
import { useMeterName } from '../../../language/meter-name.ts';
import type { Meter } from '../platform.ts';

interface HourSum {
  /** As ISO 8601 has it: 1 is Monday. */
  readonly weekday: number;
  readonly hour: number;
  readonly amount: number;
}

const hoursOfDay = Array.from({ length: 24 }, (_, hour) => hour);
const weekdays = [1, 2, 3, 4, 5, 6, 7] as const;
/** A Monday, to name the days of the week by. */
const MONDAY = Date.UTC(2024, 0, 1);
const DAY = 86_400_000;
/** Shades that the eye tells apart. */
const SHADES = 5;

/** At which hours of which days of the week most is used: a shade and a figure each. */
export function HeatMap({ meter, hours }: { readonly meter: Meter; readonly hours: readonly HourSum[] }) {
  const { t, i18n } = useTranslation();
  const meterName = useMeterName();
  const label = t('admin.usage.heat', { meter: meterName(meter.meter, meter.title) });
  const dayName = new Intl.DateTimeFormat(i18n.language, { weekday: 'short', timeZone: 'UTC' });
  const amounts = new Map(hours.map(({ weekday, hour, amount }) => [`${weekday} ${hour}`, amount]));
  const most = Math.max(1, ...amounts.values());
  return (
    <div className="rd-section">
      <h2 className="rd-heading rd-heading--2">{label}</h2>
      {hours.length === 0 ? (
        <Empty>{t('admin.usage.noHours')}</Empty>
      ) : (
        <Table
          label={label}
          className="admin-table heat"
          columns={[
            { name: t('admin.usage.hour') },
            ...weekdays.map((day) => ({ name: dayName.format(MONDAY + (day - 1) * DAY) })),
          ]}
        >
          {hoursOfDay.map((hour) => (
            <tr key={hour}>
              <RowHead className="admin-row-head">{String(hour).padStart(2, '0')}:00</RowHead>
              {weekdays.map((day) => (
                <HeatCell
                  key={day}
                  amount={amounts.get(`${day} ${hour}`) ?? 0}
                  most={most}
                  unit={meter.unit}
                />
              ))}
            </tr>
          ))}
        </Table>
      )}
    </div>
  );
}

interface HeatCellProps {
  readonly amount: number;
  readonly most: number;
  readonly unit: string;
}

function HeatCell({ amount, most, unit }: HeatCellProps) {
  const format = useFormat();
  const shade = Math.ceil((amount / most) * SHADES);
  return (
    <td className={`rd-table__cell heat__cell heat__cell--${shade}`}>
      <span className="heat__figure">{amount === 0 ? '–' : format.amount(amount, unit)}</span>
    </td>
  );
}
