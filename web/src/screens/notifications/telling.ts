import { useTranslation } from 'react-i18next';
import { type EventLevel, levelOf } from '../../../../functions/domain/events.ts';
import { useChargeLine } from '../../language/charge-line.ts';
import { useFailureText } from '../../language/failure-text.ts';
import { useFormat } from '../../language/format.ts';
import { useMeterName } from '../../language/meter-name.ts';
import { usePackName } from '../../language/pack-name.ts';
import { amountsIn, countIn, linesIn, moneyIn, numberIn, partIn, textIn } from './facts.ts';
import type { Note } from './queries.ts';

/** What happened, in a line, and more of it. */
export interface Told {
  readonly title: string;
  readonly more: string;
}

/** How much a notification matters. */
export const kindOf = ({ type, data }: Note): EventLevel =>
  type === 'theme.validated' && textIn(data, 'state') !== 'passed' ? 'danger' : levelOf(type);

/** Tells a notification in the language of the page. */
export function useTelling(): (note: Note) => Told {
  const { t } = useTranslation();
  const figures = useFigures();
  return (note) => {
    const { type } = note;
    const words = figures(note);
    if (type === 'theme.validated') {
      const outcome = words.state === 'passed' ? 'passed' : 'failed';
      return {
        title: t(`notifications.theme-validated.${outcome}.title`, words),
        more: t(`notifications.theme-validated.${outcome}.more`, words),
      };
    }
    const name = nameOf(type);
    return {
      title: t(`notifications.facts.${name}.title`, words),
      more: t(`notifications.facts.${name}.more`, words),
    };
  };
}

/** Dots lead from word to word: within a name there are none. */
const nameOf = <Type extends string>(type: Type) => type.replace('.', '-') as Dashed<Type>;
type Dashed<Type extends string> = Type extends `${infer Head}.${infer Tail}` ? `${Head}-${Tail}` : Type;

/** What the words of a fact are filled with. */
function useFigures() {
  const format = useFormat();
  const meterName = useMeterName();
  const packName = usePackName();
  const lineText = useChargeLine();
  const failureText = useFailureText();
  const { t } = useTranslation();
  return ({ type, data }: Note) => {
    const unknown = t('notifications.unknown');
    const unit = textIn(data, 'unit') ?? '';
    const amount = (name: string) => {
      const value = numberIn(data, name);
      return value === null ? unknown : format.amount(value, unit);
    };
    const time = (name: string) => {
      const at = textIn(data, name);
      return at === null ? unknown : format.time(at);
    };
    const name = textIn(data, 'name') ?? unknown;
    const charge = partIn(data, 'charge');
    const sum = moneyIn(charge, 'amount') ?? moneyIn(data, 'amount');
    return {
      meter: meterName(textIn(data, 'meter') ?? unknown),
      used: amount('used'),
      limit: amount('limit'),
      active: numberIn(data, 'active') ?? unknown,
      remaining: amount('remaining'),
      name: type.startsWith('pack.')
        ? packName({ name, grants: amountsIn(data, 'grants'), durationDays: null })
        : name,
      version: numberIn(data, 'version') ?? unknown,
      state: textIn(data, 'state') ?? unknown,
      count: numberIn(data, 'daysLeft') ?? countIn(data, 'failed'),
      endsAt: time('endsAt'),
      graceEndsAt: time('graceEndsAt'),
      releaseAt: time('releaseAt'),
      dueAt: time('dueAt'),
      job: textIn(data, 'jobId') ?? unknown,
      amount: sum === null ? unknown : format.money(sum),
      what: linesIn(charge)
        .map((line) => lineText(partIn(charge, 'subject'), line))
        .join(t('packs.and')),
      reason:
        failureText({ type: textIn(charge, 'type') ?? '', failure: textIn(charge, 'failure') }) ??
        textIn(charge, 'reason') ??
        '',
    };
  };
}
