/** Styles of the page, its header and footer, and running text. */
export const shellStyles = `*, ::before, ::after { box-sizing: border-box; }
:root {
  color-scheme: light dark;
  background-color: var(--colour-background);
  color: var(--colour-text);
  font-family: var(--font-body);
  font-size: var(--text-base);
  font-weight: var(--weight-normal);
  line-height: var(--line-body);
}
.rd-page { margin: 0; }
.rd-main { max-width: 72rem; margin: 0 auto; padding: var(--space-lg) var(--space-md); }
.rd-section { margin: 0 0 var(--space-xl); }
:focus-visible { outline: var(--focus-width) solid var(--colour-focus); outline-offset: 2px; }

.rd-header {
  display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: var(--space-sm) var(--space-lg);
  padding: var(--space-sm) var(--space-md);
  border-bottom: var(--border-width) solid var(--colour-border);
  background-color: var(--colour-surface);
}
.rd-brand {
  padding: var(--space-xs) 0; color: var(--colour-text); font-family: var(--font-heading); font-size: var(--text-large);
  font-weight: var(--weight-bold); text-decoration: none;
}
.rd-nav__list { display: flex; flex-wrap: wrap; gap: var(--space-xs); margin: 0; padding: 0; list-style: none; }
.rd-nav__link {
  display: block; padding: var(--space-xs) var(--space-sm); border-radius: var(--radius-small);
  color: var(--colour-text); text-decoration: none;
}
.rd-nav__link:hover { text-decoration: underline; }
.rd-nav__link[aria-current] { background-color: var(--colour-primary); color: var(--colour-primary-text); }
.rd-footer {
  display: flex; flex-wrap: wrap; justify-content: space-between; gap: var(--space-sm) var(--space-lg);
  padding: var(--space-lg) var(--space-md);
  border-top: var(--border-width) solid var(--colour-border);
  background-color: var(--colour-surface); color: var(--colour-muted-text); font-size: var(--text-small);
}
.rd-footer__text { margin: 0; }
.rd-footer__nav { display: flex; gap: var(--space-md); }
.rd-footer__link { color: var(--colour-text); text-decoration: underline; }

.rd-breadcrumb { margin: 0 0 var(--space-md); font-size: var(--text-small); }
.rd-breadcrumb__list { display: flex; flex-wrap: wrap; gap: var(--space-xs); margin: 0; padding: 0; list-style: none; }
.rd-breadcrumb__item { color: var(--colour-muted-text); }
.rd-breadcrumb__item:not(:last-child)::after { content: " /"; color: var(--colour-muted-text); }
.rd-breadcrumb__link { color: var(--colour-text); text-decoration: underline; }

.rd-heading {
  margin: 0 0 var(--space-sm); color: var(--colour-text); font-family: var(--font-heading);
  font-weight: var(--weight-bold); line-height: var(--line-heading);
}
.rd-heading--1 { font-size: var(--text-display); }
.rd-heading--2 { font-size: var(--text-heading); }
.rd-heading--3 { font-size: var(--text-large); }
.rd-text { max-width: 60ch; margin: 0 0 var(--space-sm); color: var(--colour-text); }
.rd-text--lead { font-size: var(--text-large); }
.rd-text--muted { color: var(--colour-muted-text); }
.rd-strong { font-weight: var(--weight-bold); }
.rd-small { color: var(--colour-muted-text); font-size: var(--text-small); }
.rd-link { color: var(--colour-text); text-decoration: underline; text-underline-offset: 0.15em; }
.rd-link:hover { text-decoration-thickness: 2px; }
`;
