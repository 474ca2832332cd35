import { useTranslation } from 'react-i18next';
import { steady } from '../../api/steady.ts';
import { useFormat } from '../../language/format.ts';
import type { Theme } from './queries.ts';

type Preview = Theme['previews'][number];

/** The widest picture of each scheme, of which the page shows the one that it is in itself. */
export function Cover({ theme: { previews } }: { readonly theme: Theme }) {
  const covers = (['light', 'dark'] as const).flatMap((scheme) => {
    const [widest] = previews.filter((one) => one.scheme === scheme).toSorted((a, b) => b.width - a.width);
    return widest ? [widest] : [];
  });
  return (
    <span className="cover">
      {covers.map(({ scheme, url, width, height }) => (
        <img
          key={scheme}
          className={`cover__picture cover__picture--${scheme}`}
          src={steady(url)}
          width={width}
          height={height}
          loading="lazy"
          alt=""
        />
      ))}
    </span>
  );
}

/** All pictures of a theme, as its creator made them. */
export function Previews({ theme: { name, previews } }: { readonly theme: Theme }) {
  const { t } = useTranslation();
  return (
    <section className="rd-section" aria-labelledby="previews">
      <h2 id="previews" className="rd-heading rd-heading--2">
        {t('store.previews')}
      </h2>
      <ul className="previews">
        {previews.toSorted(byWidth).map((preview) => (
          <li key={new URL(preview.url).pathname} className="previews__item">
            <Picture preview={preview} name={name} />
          </li>
        ))}
      </ul>
    </section>
  );
}

const byWidth = (a: Preview, b: Preview): number => b.width - a.width || (a.scheme === 'light' ? -1 : 1);

function Picture({ preview, name }: { readonly preview: Preview; readonly name: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { scheme, width, height, url } = preview;
  const words = { name, width: format.number(width), height: format.number(height) };
  return (
    <figure className="previews__figure">
      <a href={steady(url)} target="_blank" rel="noreferrer">
        <img
          className="previews__picture"
          src={steady(url)}
          width={width}
          height={height}
          loading="lazy"
          alt={t(`store.picture.${scheme}`, words)}
        />
      </a>
      <figcaption className="rd-small">{t(`store.caption.${scheme}`, words)}</figcaption>
    </figure>
  );
}
