/** Fields with their labels, hints and errors. */
export const forms = `<section class="rd-section" id="forms" aria-labelledby="forms-title">
  <h2 class="rd-heading rd-heading--2" id="forms-title">Account</h2>
  <form class="rd-form" action="#forms">
    <div class="rd-field">
      <label class="rd-label" for="name">Name</label>
      <input class="rd-input" id="name" name="name" type="text" placeholder="As on the parcel" aria-describedby="name-hint">
      <p class="rd-hint" id="name-hint">The courier asks for it.</p>
    </div>
    <div class="rd-field rd-field--invalid">
      <label class="rd-label" for="mail">Mail</label>
      <input class="rd-input" id="mail" name="mail" type="email" value="jo@" required aria-invalid="true" aria-describedby="mail-error">
      <p class="rd-error" id="mail-error">An address as jo@example.com.</p>
    </div>
    <div class="rd-field">
      <label class="rd-label" for="country">Country</label>
      <span class="rd-select">
        <select class="rd-select__control" id="country" name="country">
          <option>China</option>
          <option>Iceland</option>
        </select>
      </span>
    </div>
    <div class="rd-field">
      <label class="rd-label" for="code">Voucher</label>
      <input class="rd-input" id="code" name="code" type="text" value="None left" disabled>
    </div>
    <div class="rd-field rd-field--wide">
      <label class="rd-label" for="note">Note</label>
      <textarea class="rd-textarea" id="note" name="note" rows="3">Leave it at the blue door.</textarea>
    </div>
    <fieldset class="rd-fieldset">
      <legend class="rd-legend">News</legend>
      <label class="rd-choice"><input class="rd-checkbox" type="checkbox" name="news" checked> <span class="rd-choice__label">Once a month</span></label>
      <label class="rd-choice"><input class="rd-checkbox" type="checkbox" name="sale"> <span class="rd-choice__label">When there is a sale</span></label>
    </fieldset>
    <fieldset class="rd-fieldset">
      <legend class="rd-legend">Delivery</legend>
      <label class="rd-choice"><input class="rd-radio" type="radio" name="delivery" value="door" checked> <span class="rd-choice__label">To the door</span></label>
      <label class="rd-choice"><input class="rd-radio" type="radio" name="delivery" value="shop"> <span class="rd-choice__label">To the shop</span></label>
    </fieldset>
  </form>
</section>`;
