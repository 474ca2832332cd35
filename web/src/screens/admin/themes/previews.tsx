import { useTranslation } from 'react-i18next';
import { steady } from '../../../api/steady.ts';
import { Empty } from '../../../components/states.tsx';
import { useFormat } from '../../../language/format.ts';
import type { ThemeReview } from '../queries.ts';

type Preview = ThemeReview['previews'][number];

interface PreviewsProps {
  readonly name: string;
  readonly previews: readonly Preview[];
}

/** How it looks: in light and dark, at each size that the package has a picture of. */
export function Previews({ name, previews }: PreviewsProps) {
  const { t } = useTranslation();
  return (
    <section className="admin-part" aria-label={t('admin.themes.previewsOf', { name })}>
      <h3 className="rd-heading rd-heading--3">{t('admin.themes.previews')}</h3>
      {previews.length === 0 && <Empty>{t('admin.themes.noPreviews')}</Empty>}
      <ul className="admin-previews">
        {previews.map((preview) => (
          <li key={`${preview.scheme} ${preview.width}×${preview.height}`}>
            <Picture name={name} preview={preview} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Picture({ name, preview }: { readonly name: string; readonly preview: Preview }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { scheme, width, height, url } = preview;
  const size = { width: format.number(width), height: format.number(height) };
  const caption = t(`admin.themes.schemes.${scheme}`, size);
  return (
    <figure className="admin-preview">
      <a href={url} target="_blank" rel="noreferrer" aria-label={t('admin.themes.open', { name, caption })}>
        <img
          className="admin-preview__picture"
          src={steady(url)}
          width={width}
          height={height}
          alt=""
          loading="lazy"
        />
      </a>
      <figcaption className="rd-small">{caption}</figcaption>
    </figure>
  );
}
