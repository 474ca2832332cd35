/** Components that overlay a page elsewhere, shown in its flow here. */
export const overlays = `<section class="rd-section" aria-labelledby="overlays-title">
  <h2 class="rd-heading rd-heading--2" id="overlays-title">Overlays</h2>
  <dialog class="rd-dialog" open aria-labelledby="dialog-title">
    <h3 class="rd-heading rd-heading--3 rd-dialog__title" id="dialog-title">Delete the address?</h3>
    <p class="rd-dialog__text">Orders on their way still arrive there.</p>
    <p class="rd-actions rd-dialog__actions">
      <button class="rd-button rd-button--danger" type="button">Delete it</button>
      <button class="rd-button rd-button--outlined" type="button" aria-describedby="tooltip">Keep it</button>
    </p>
  </dialog>
  <span class="rd-tooltip" role="tooltip" id="tooltip">Nothing is changed</span>
</section>`;
