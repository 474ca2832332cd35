/** Running text, with breadcrumbs. */
export const text = `<nav class="rd-breadcrumb" aria-label="Breadcrumb">
  <ol class="rd-breadcrumb__list">
    <li class="rd-breadcrumb__item"><a class="rd-breadcrumb__link" href="#home">Home</a></li>
    <li class="rd-breadcrumb__item"><a class="rd-breadcrumb__link" href="#shop">Shop</a></li>
    <li class="rd-breadcrumb__item" aria-current="page">Overview</li>
  </ol>
</nav>
<section class="rd-section rd-hero" id="text" aria-labelledby="text-title">
  <h1 class="rd-heading rd-heading--1" id="text-title">Made to last, sent today</h1>
  <p class="rd-text rd-text--lead">What leaves our workshop has been used by us first.</p>
  <p class="rd-text">Everything is in stock. Read <a class="rd-link" href="#delivery">how we deliver</a>, or what
    <strong class="rd-strong">others say</strong> about it.</p>
  <p class="rd-text rd-text--muted">Orders before noon leave the same day.</p>
  <p class="rd-text"><small class="rd-small">Delivery within five days; returns are free for thirty.</small></p>
  <p class="rd-actions">
    <a class="rd-button rd-button--primary" href="#pieces">See the products</a>
    <a class="rd-button rd-button--outlined" href="#forms">Open an account</a>
  </p>
</section>
<section class="rd-section" aria-labelledby="buttons-title">
  <h2 class="rd-heading rd-heading--2" id="buttons-title">Buttons</h2>
  <p class="rd-actions">
    <button class="rd-button rd-button--primary" type="button">Save</button>
    <button class="rd-button rd-button--secondary" type="button">Duplicate</button>
    <button class="rd-button rd-button--outlined" type="button">Cancel</button>
    <button class="rd-button rd-button--danger" type="button">Delete</button>
    <button class="rd-button rd-button--primary" type="button" disabled>Saved</button>
  </p>
</section>`;
