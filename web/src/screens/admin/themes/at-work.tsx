import { page, styles } from 'virtual:base-page';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { steady } from '../../../api/steady.ts';
import { Loaded } from '../../../components/states.tsx';

interface AtWorkProps {
  readonly name: string;
  readonly stylesheetUrl: string;
}

const schemes = ['light', 'dark'] as const;
type Scheme = (typeof schemes)[number];

/** Every component in the theme itself, not in a picture of it: what states and widths do is to be tried here. */
export function AtWork({ name, stylesheetUrl }: AtWorkProps) {
  const { t } = useTranslation();
  const url = steady(stylesheetUrl);
  const stylesheet = useQuery({
    queryKey: ['stylesheet', new URL(url).pathname],
    queryFn: async ({ signal }) => {
      const response = await fetch(url, { signal });
      if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
      return response.text();
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <section className="admin-part" aria-label={t('admin.themes.atWorkOf', { name })}>
      <h3 className="rd-heading rd-heading--3">{t('admin.themes.atWork')}</h3>
      <Loaded query={stylesheet}>
        {(css) => (
          <div className="admin-frames">
            {schemes.map((scheme) => (
              <Frame
                key={scheme}
                title={t(`admin.themes.frames.${scheme}`, { name })}
                scheme={scheme}
                css={css}
              />
            ))}
          </div>
        )}
      </Loaded>
    </section>
  );
}

interface FrameProps {
  readonly title: string;
  readonly scheme: Scheme;
  readonly css: string;
}

/**
 * A page of its own in a sandbox: nothing in it can run, be sent or open anything. It is of this origin only so that
 * the theme's sheet can be handed to it; the pages' policy lets no page bring styles by itself.
 */
function Frame({ title, scheme, css }: FrameProps) {
  const frame = useRef<HTMLIFrameElement>(null);
  useEffect(() => {
    const { current } = frame;
    const dress = () => current && wear(current, scheme, css);
    dress();
    current?.addEventListener('load', dress);
    return () => current?.removeEventListener('load', dress);
  }, [scheme, css]);
  return (
    <iframe
      ref={frame}
      className="admin-frame"
      title={title}
      sandbox="allow-same-origin"
      srcDoc={page}
      loading="lazy"
    />
  );
}

function wear({ contentDocument, contentWindow }: HTMLIFrameElement, scheme: Scheme, css: string): void {
  if (!contentDocument || !contentWindow) return;
  const { CSSStyleSheet: Sheet } = contentWindow as Window & typeof globalThis;
  contentDocument.documentElement.dataset.scheme = scheme;
  contentDocument.adoptedStyleSheets = [styles, css].map((text) => {
    const sheet = new Sheet();
    sheet.replaceSync(text);
    return sheet;
  });
}
