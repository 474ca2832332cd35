import { useTranslation } from 'react-i18next';
import { useApp } from '../../../app/context.ts';

const here = ['npm run dlq -- list', 'npm run dlq -- redrive'];
const onAws = here.map((command) => `${command} --queue-url <DeadLetterQueueUrl>`);

/** How what failed is looked at and tried again: by those who run the service, on the command line. */
export function WhatToDo() {
  const { t } = useTranslation();
  const { session } = useApp();
  const [list, redrive] = session.people === null ? onAws : here;
  return (
    <section className="rd-section" aria-labelledby="what-to-do">
      <h2 id="what-to-do" className="rd-heading rd-heading--2">
        {t('admin.operations.todo')}
      </h2>
      <ol className="rd-list">
        <li className="rd-list__item">
          {t('admin.operations.steps.list')}
          <Command text={list} />
        </li>
        <li className="rd-list__item">{t('admin.operations.steps.mend')}</li>
        <li className="rd-list__item">
          {t('admin.operations.steps.redrive')}
          <Command text={redrive} />
        </li>
      </ol>
      <p className="rd-text">{t('admin.operations.safe')}</p>
      <p className="rd-text rd-text--muted">{t('admin.operations.more')}</p>
    </section>
  );
}

function Command({ text }: { readonly text: string | undefined }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <pre className="rd-code-block" tabIndex={0}>
      <code className="rd-code-block__code">{text}</code>
    </pre>
  );
}
