import { useTranslation } from 'react-i18next';
import { en } from '../../language/en.ts';
import type { Check } from './queries.ts';

type Known = keyof typeof en.creator.checks.titles;
const isKnown = (id: string): id is Known => id in en.creator.checks.titles;

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

function CheckItem({ check: { id, title, passed, measured, required, where } }: { readonly check: Check }) {
  const { t } = useTranslation();
  return (
    <li className={`check${passed ? '' : ' check--failed'}`}>
      <p className="check__title">
        <span className={`rd-badge rd-badge--${passed ? 'success' : 'danger'}`}>
          {t(passed ? 'creator.checks.passed' : 'creator.checks.failed')}
        </span>{' '}
        {/* One that these pages do not know yet, as the API calls it. */}
        <strong>{isKnown(id) ? t(`creator.checks.titles.${id}`) : title}</strong>
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
