import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAccount, useApp } from '../../app/context.ts';
import { Fault } from '../../components/fault.tsx';
import { rate } from './queries.ts';

const stars = [1, 2, 3, 4, 5] as const;

interface RateProps {
  readonly themeId: string;
  /** The account's own stars so far. */
  readonly given: number | null;
}

/** One to five stars, chosen like any other radio buttons; nothing is sent before one says so. */
export function Rate({ themeId, given }: RateProps) {
  const { t } = useTranslation();
  const { api } = useApp();
  const account = useAccount();
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<number | null>(null);
  const shown = chosen ?? given ?? 0;
  const rating = useMutation({
    mutationFn: (count: number) => rate(api, account, themeId, count),
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: [account, 'themes'] });
      void queries.invalidateQueries({ queryKey: ['themes'] });
    },
  });
  return (
    <form
      className="rate"
      onSubmit={(event) => {
        event.preventDefault();
        if (shown > 0) rating.mutate(shown);
      }}
    >
      <Stars shown={shown} onChoose={setChosen} />
      <button
        type="submit"
        className="rd-button rd-button--outlined"
        disabled={shown === 0 || shown === given || rating.isPending}
      >
        {t(given === null ? 'store.rate.do' : 'store.rate.change')}
      </button>
      <p className="rd-small rate__said" role="status">
        {rating.isSuccess && t('store.rate.done', { count: rating.variables })}
      </p>
      <Fault fault={rating.error} />
    </form>
  );
}

interface StarsProps {
  readonly shown: number;
  readonly onChoose: (stars: number) => void;
}

function Stars({ shown, onChoose }: StarsProps) {
  const { t } = useTranslation();
  return (
    <fieldset className="rd-fieldset">
      <legend className="rd-legend">{t('store.rate.title')}</legend>
      <span className="stars">
        {stars.map((count) => (
          <label key={count} className="star">
            <input
              className="star__input"
              type="radio"
              name="stars"
              value={count}
              checked={count === shown}
              onChange={() => onChoose(count)}
              aria-label={t('store.rate.stars', { count })}
            />
            <span aria-hidden="true">{count <= shown ? '★' : '☆'}</span>
          </label>
        ))}
      </span>
    </fieldset>
  );
}
