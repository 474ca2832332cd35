import { useTranslation } from 'react-i18next';
import { useCheckWords } from '../../language/check-words.ts';
import type { Check } from './queries.ts';

/** Every check of a package, those that failed first. */
export function Checks({ checks }: { readonly checks: readonly Check[] }) {
  const { t } = useTranslation();
  const failed = checks.filter(({ passed }) => !passed);
  const passed = checks.filter(({ passed }) => passed);
  return (
    <>
      {failed.length > 0 && (
        <>
          <p className="rd-small">
            {t('creator.checks.someFailed', { count: failed.length, of: checks.length })}
          </p>
          <CheckList checks={failed} />
        </>
      )}
      {passed.length > 0 && (
        <details className="findings">
          <summary className="findings__title">
            {t(failed.length === 0 ? 'creator.checks.allPassed' : 'creator.checks.those', {
              count: passed.length,
            })}
          </summary>
          <CheckList checks={passed} />
        </details>
      )}
    </>
  );
}

const CheckList = ({ checks }: { readonly checks: readonly Check[] }) => (
  <ul className="checks">
    {checks.map((check) => (
      <CheckItem key={check.id} check={check} />
    ))}
  </ul>
);

function CheckItem({ check }: { readonly check: Check }) {
  const { t } = useTranslation();
  const { title, required } = useCheckWords()(check);
  const { passed, measured, where } = check;
  return (
    <li className={`check${passed ? '' : ' check--failed'}`}>
      <p className="check__title">
        <span className={`rd-badge rd-badge--${passed ? 'success' : 'danger'}`}>
          {t(passed ? 'creator.checks.passed' : 'creator.checks.failed')}
        </span>{' '}
        <strong>{title}</strong>
      </p>
      <dl className="check__facts">
        <dt>{t('creator.checks.measured')}</dt>
        <dd>{measured}</dd>
        <dt>{t('creator.checks.required')}</dt>
        <dd>{required}</dd>
        {where !== null && (
          <>
            <dt>{t('creator.checks.where')}</dt>
            <dd>
              <code className="rd-code">{where}</code>
            </dd>
          </>
        )}
      </dl>
    </li>
  );
}
