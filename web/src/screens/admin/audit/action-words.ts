import { useTranslation } from 'react-i18next';
import { en } from '../../../language/en.ts';
import { hasWord } from '../../../language/has-word.ts';
import type { AuditLine } from '../queries.ts';

/** Dots lead from word to word: within a name there are none. */
const wordOf = (action: string) => action.replaceAll('.', '-');

/** What was done, in the language of the page; what the pages do not know yet as the log calls it. */
export function useActionName(): (action: string) => string {
  const { t } = useTranslation();
  return (action) => {
    const word = wordOf(action);
    return hasWord(en.admin.actions, word) ? t(`admin.actions.${word}`) : action;
  };
}

/** Why it was done: what the service itself notes, in the language of the page; what a person wrote, as they did. */
export function useReasonText(): (line: Pick<AuditLine, 'action' | 'by' | 'reason'>) => string | null {
  const { t } = useTranslation();
  return ({ action, by, reason }) => {
    const word = wordOf(action);
    // People let debts go, too, and say why.
    const isByPerson = action === 'charge.waived' && by !== 'schedule';
    return reason === null || isByPerson || !hasWord(en.admin.reasons, word)
      ? reason
      : t(`admin.reasons.${word}`, { reason });
  };
}
