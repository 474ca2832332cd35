import { useTranslation } from 'react-i18next';
import type { Pack, Quota } from '../api/queries.ts';
import { type Problem, Refusal } from '../api/refusal.ts';
import { en } from './en.ts';
import { useFormat } from './format.ts';
import { hasWord } from './has-word.ts';
import { useMeterName } from './meter-name.ts';

type Code = keyof typeof en.faults.codes;

/**
 * Why something was not done, in the language of the page, thing by thing: by the code of the problem and the members
 * that it has, never by its sentences.
 */
export function useFaultText(): (fault: Error) => readonly string[] {
  const { t } = useTranslation();
  const told = useTold();
  return (fault) => {
    if (!(fault instanceof Refusal)) return [t('faults.unheard')];
    const { code, problem, retryAfter } = fault;
    const { detail, status, requestId = '–' } = problem;
    if (detail === '') return [t('faults.unexplained', { status })];
    if (!hasWord(en.faults.codes, code)) return [t('faults.unknown', { detail, code })];
    const lines = told[code]?.(problem) ?? [];
    if (lines.length > 0) return [...new Set(lines)];
    return [t(`faults.codes.${code}`, { detail, requestId, seconds: retryAfter ?? 1 })];
  };
}

/** What the members of a problem say beyond its code; no lines when they are not there. */
type Told = { readonly [C in Code]?: (problem: Problem) => readonly string[] };

function useTold(): Told {
  const { t } = useTranslation();
  const fieldName = useFieldName();
  const leftText = useLeftText();
  return {
    'validation-failed': ({ errors = [] }) =>
      errors.map(({ path, detail }) => {
        const field = fieldName(path);
        return field === null ? t('faults.otherField', { detail }) : t('faults.field', { field, detail });
      }),
    conflict: ({ errors = [], detail }) =>
      errors.flatMap(({ path }) => {
        const field = fieldName(path);
        return field === null ? [] : t('faults.changed', { field, detail });
      }),
    'quota-exceeded': leftText,
  };
}

/** The field that a JSON pointer leads to, or into; null for one that the pages have no word for. */
function useFieldName(): (path: string) => string | null {
  const { t } = useTranslation();
  return (path) => {
    const name = path.split('/').find(Boolean) ?? '';
    return hasWord(en.faults.fields, name) ? t(`faults.fields.${name}`) : null;
  };
}

/** What a refusal tells of a quota that is used up. */
interface Block {
  readonly quota?: Quota;
  readonly packs?: readonly Pack[];
}

function useLeftText(): (problem: Problem) => readonly string[] {
  const { t } = useTranslation();
  const format = useFormat();
  const meterName = useMeterName();
  return (problem) => {
    const { quota, packs = [] } = problem as Block;
    if (!quota) return [];
    const figure = (amount: number) => format.amount(amount, quota.unit);
    const [smallest] = packs;
    const words = {
      detail: problem.detail,
      meter: meterName(quota.meter, quota.title),
      limit: figure(quota.limit),
      remaining: figure(quota.remaining),
      more: figure(smallest?.grants[quota.meter] ?? 0),
    };
    return [t(`faults.left.${smallest ? 'pack' : 'noPack'}`, words)];
  };
}
