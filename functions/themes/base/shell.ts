/** The page's header with its navigation, and its footer. */
export const header = `<header class="rd-header">
  <a class="rd-brand" href="#top">Harbour Goods</a>
  <nav class="rd-nav" aria-label="Main">
    <ul class="rd-nav__list">
      <li><a class="rd-nav__link" href="#text" aria-current="page">Overview</a></li>
      <li><a class="rd-nav__link" href="#pieces">Products</a></li>
      <li><a class="rd-nav__link" href="#forms">Account</a></li>
      <li><a class="rd-nav__link" href="#feedback">Usage</a></li>
    </ul>
  </nav>
</header>`;

export const footer = `<footer class="rd-footer">
  <p class="rd-footer__text">Harbour Goods, Quay 4. Prices include tax.</p>
  <nav class="rd-footer__nav" aria-label="Legal">
    <a class="rd-footer__link" href="#terms">Terms</a>
    <a class="rd-footer__link" href="#privacy">Privacy</a>
  </nav>
</footer>`;
