/** Components that show status: alerts, bars, tabs. */
export const feedback = `<section class="rd-section" id="feedback" aria-labelledby="feedback-title">
  <h2 class="rd-heading rd-heading--2" id="feedback-title">Usage</h2>
  <div class="rd-alert rd-alert--success" role="status"><strong class="rd-alert__title">Saved.</strong> Your address is up to date.</div>
  <div class="rd-alert rd-alert--warning" role="status"><strong class="rd-alert__title">Nearly full.</strong> 80 of 100 parcels of this month are used.</div>
  <div class="rd-alert rd-alert--danger" role="alert"><strong class="rd-alert__title">Not paid.</strong> The card was declined. <a class="rd-alert__link" href="#pay">Pay by another</a></div>
  <div class="rd-alert rd-alert--info" role="status"><strong class="rd-alert__title">New.</strong> Parcels can be sent to Iceland.</div>
  <div class="rd-tabs">
    <div class="rd-tabs__list" role="tablist" aria-label="Usage by time">
      <button class="rd-tab" type="button" role="tab" id="tab-month" aria-selected="true" aria-controls="panel-month">Month</button>
      <button class="rd-tab" type="button" role="tab" id="tab-year" aria-selected="false" aria-controls="panel-year">Year</button>
    </div>
    <div class="rd-tabs__panel" role="tabpanel" id="panel-month" aria-labelledby="tab-month" tabindex="0">
      <p class="rd-meter-label" id="parcels">Parcels: 80 of 100</p>
      <div class="rd-meter" role="meter" aria-labelledby="parcels" aria-valuemin="0" aria-valuemax="100" aria-valuenow="80"><div class="rd-meter__bar"></div></div>
      <p class="rd-meter-label" id="upload">Upload: 60 %</p>
      <div class="rd-progress" role="progressbar" aria-labelledby="upload" aria-valuemin="0" aria-valuemax="100" aria-valuenow="60"><div class="rd-progress__bar"></div></div>
    </div>
    <div class="rd-tabs__panel" role="tabpanel" id="panel-year" aria-labelledby="tab-year" tabindex="0" hidden>Nothing yet.</div>
  </div>
</section>`;
