/** Components for content: cards, lists, a table, code. */
export const pieces = `<section class="rd-section" id="pieces" aria-labelledby="pieces-title">
  <h2 class="rd-heading rd-heading--2" id="pieces-title">Products</h2>
  <div class="rd-grid">
    <article class="rd-card">
      <h3 class="rd-heading rd-heading--3 rd-card__title">Canvas bag</h3>
      <p class="rd-card__text">Twelve litres, waxed, with a strap of leather.</p>
      <p class="rd-card__meta"><span class="rd-badge rd-badge--success">In stock</span> <span class="rd-price">¥ 320</span></p>
    </article>
    <article class="rd-card">
      <h3 class="rd-heading rd-heading--3 rd-card__title">Desk lamp</h3>
      <p class="rd-card__text">Warm light, and an arm that stays where it is put.</p>
      <p class="rd-card__meta"><span class="rd-badge rd-badge--warning">Three left</span> <span class="rd-price">¥ 540</span></p>
    </article>
    <article class="rd-card">
      <h3 class="rd-heading rd-heading--3 rd-card__title">Wool blanket</h3>
      <p class="rd-card__text">Woven on the island. <a class="rd-card__link" href="#wool">About the wool</a></p>
      <p class="rd-card__meta"><span class="rd-badge rd-badge--danger">Sold out</span> <span class="rd-badge rd-badge--info">Back in May</span></p>
    </article>
  </div>
</section>
<section class="rd-section" aria-labelledby="orders-title">
  <h2 class="rd-heading rd-heading--2" id="orders-title">Orders</h2>
  <div class="rd-table-frame" role="region" aria-labelledby="orders-title" tabindex="0">
    <table class="rd-table">
      <thead class="rd-table__head">
        <tr class="rd-table__row"><th class="rd-table__heading" scope="col">Order</th><th class="rd-table__heading" scope="col">Sent</th><th class="rd-table__heading" scope="col">Total</th></tr>
      </thead>
      <tbody class="rd-table__body">
        <tr class="rd-table__row"><td class="rd-table__cell">A-1041</td><td class="rd-table__cell">4 March</td><td class="rd-table__cell">¥ 860</td></tr>
        <tr class="rd-table__row"><td class="rd-table__cell">A-1038</td><td class="rd-table__cell">1 March</td><td class="rd-table__cell">¥ 320</td></tr>
        <tr class="rd-table__row"><td class="rd-table__cell">A-1022</td><td class="rd-table__cell">20 February</td><td class="rd-table__cell">¥ 1,080</td></tr>
      </tbody>
    </table>
  </div>
  <nav class="rd-pagination" aria-label="Pages of orders">
    <a class="rd-pagination__link" href="#page-1" aria-current="page">1</a>
    <a class="rd-pagination__link" href="#page-2">2</a>
    <a class="rd-pagination__link" href="#page-3">3</a>
  </nav>
  <ul class="rd-list">
    <li class="rd-list__item">Parcels are tracked.</li>
    <li class="rd-list__item">Signatures are not needed.</li>
  </ul>
  <pre class="rd-code-block" tabindex="0"><code class="rd-code-block__code">curl https://shop.example/v1/orders/A-1041</code></pre>
  <p class="rd-text">Its state stands in <code class="rd-code">order.state</code>.</p>
</section>`;
