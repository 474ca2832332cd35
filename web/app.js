import { call, ofAccount, Refusal, session } from './api.js';
import { amount, clock, day, moment, month } from './format.js';
import { fill, find, say, show } from './page.js';
import { acceptFiles } from './upload.js';

const REFRESH_MS = 2_000;
const DAYS_SHOWN = 30;
const DAY_MS = 86_400_000;

const states = {
  ok: 'OK',
  warning: 'Nearly full',
  exceeded: 'Used up',
  overage: 'Overage',
  blocked: 'Blocked',
};

// The forms that the service signs name this address; a page from another origin could not send them.
if (location.hostname === 'localhost') location.hostname = '127.0.0.1';

async function refresh() {
  const { account } = session;
  const { asOf, quotas } = await ofAccount('GET', 'quotas');
  const meter = find('chart-meter').querySelector(':checked').value;
  const from = new Date(Date.parse(asOf) - (DAYS_SHOWN - 1) * DAY_MS).toISOString();
  const [usage, slots] = await Promise.all([
    ofAccount('GET', `usage?meter=${meter}&from=${from}&to=${asOf}&granularity=day`),
    ofAccount('GET', 'job-slots'),
  ]);
  if (account !== session.account) return;
  const quota = quotas.find((each) => each.meter === meter);
  find('period').textContent = `${month(quota.period.start)} · as of ${clock(asOf)}`;
  show(find('meters'), 'meter-card', quotas, 'meter', paintMeter);
  showSlots(slots);
  showDays(usage.items, quota);
}

function paintMeter(card, quota) {
  const { title, unit, limit, used, reserved, remaining, state } = quota;
  const of = `${amount(used, unit)} of ${amount(limit, unit)}`;
  fill(card, {
    title,
    state: states[state],
    used: amount(used, unit),
    limit: `of ${amount(limit, unit)}`,
    remaining: `${amount(remaining, unit)} left`,
    reserved: reserved > 0 ? `${amount(reserved, unit)} reserved` : '',
  });
  card.dataset.state = state;
  const bar = card.querySelector('.bar');
  for (const [name, value] of Object.entries({ limit, used, reserved }))
    bar.style.setProperty(`--${name}`, value);
  const spoken = card.querySelector('meter');
  Object.assign(spoken, { max: limit, value: used, ariaLabel: `${title}: ${of}` });
}

function showSlots({ active, limit, slots }) {
  find('slots-count').textContent = `${active} of ${limit} held`;
  find('no-slots').hidden = slots.length > 0;
  show(find('slots'), 'slot-row', slots, 'jobId', (row, { jobId, leaseExpiresAt }) => {
    fill(row, { jobId, lease: leaseExpiresAt ? `until ${moment(leaseExpiresAt)}` : 'until it is released' });
    row.querySelector('button').ariaLabel = `Release ${jobId}`;
  });
}

let shown = '';

/** Bars in percent of the drawing: it fits any width without being stretched. */
function showDays(items, { unit, period }) {
  if (shown === JSON.stringify(items)) return;
  shown = JSON.stringify(items);
  const most = Math.max(1, ...items.map((item) => item.amount));
  const step = 100 / items.length;
  const bars = items.map((item, index) => {
    const bar = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
    const height = Math.max(0.5, (item.amount / most) * 100);
    const box = {
      x: `${(index + 0.14) * step}%`,
      y: `${100 - height}%`,
      width: `${step * 0.72}%`,
      height: `${height}%`,
    };
    for (const [name, value] of Object.entries({ ...box, rx: 3 })) bar.setAttribute(name, value);
    if (item.start < period.start) bar.classList.add('earlier');
    bar.onpointerenter = () => readOut(item, unit);
    return bar;
  });
  find('bars').replaceChildren(...bars);
  find('days').replaceChildren(
    ...items.map((item) => {
      const row = document.createElement('tr');
      row.insertCell().textContent = day(item.start);
      row.insertCell().textContent = amount(item.amount, unit);
      return row;
    }),
  );
  find('first-day').textContent = day(items[0].start);
  find('last-day').textContent = day(items.at(-1).start);
  readOut(items.at(-1), unit);
}

function readOut(item, unit) {
  find('day-amount').textContent = amount(item.amount, unit);
  find('day').textContent = `on ${day(item.start)}`;
}

find('slots').onclick = async ({ target }) => {
  const row = target.closest('button')?.closest('li');
  if (!row) return;
  await act(find('slots-message'), () => ofAccount('DELETE', `job-slots/${row.dataset.key}`));
  // The button is gone with its row; the keyboard goes on from the next.
  (find('slots').querySelector('button') ?? find('allocate').querySelector('input')).focus();
};

find('allocate').onsubmit = async (event) => {
  event.preventDefault();
  const form = event.target;
  const { jobId, leaseSeconds } = Object.fromEntries(new FormData(form));
  const wish = leaseSeconds === '' ? { jobId } : { jobId, leaseSeconds: Number(leaseSeconds) };
  if (await act(find('slots-message'), () => ofAccount('POST', 'job-slots', wish))) form.reset();
};

/** Does something and shows what came of it at once; a refusal is said where it was asked for. */
async function act(message, work) {
  try {
    await work();
    say(message, '');
    await refresh();
    return true;
  } catch (fault) {
    say(message, fault.message);
    return false;
  }
}

async function enter(account) {
  const select = find('account');
  if (![...select.options].some((option) => option.value === account)) select.add(new Option(account));
  select.value = account;
  const { token } = await call('POST', '/dev/token', { sub: 'user_001', accounts: [account] });
  Object.assign(session, { account, token });
  find('title').textContent = account;
  // Nobody's figures stand under another's name, not even for a moment.
  for (const part of ['meters', 'slots', 'bars', 'days', 'slots-count']) find(part).replaceChildren();
  shown = '';
  say(find('slots-message'), '');
  find('uploads').replaceChildren();
}

const accountInAddress = () => {
  try {
    return decodeURIComponent(location.hash.slice(1)) || 'user_001';
  } catch {
    return 'user_001';
  }
};

async function keepFresh() {
  try {
    if (session.account !== accountInAddress()) await enter(accountInAddress());
    if (!document.hidden) await refresh();
    say(find('notice'), '');
  } catch (fault) {
    say(
      find('notice'),
      fault instanceof Refusal ? fault.message : 'The service does not answer. Trying again…',
    );
  }
}

async function tick() {
  await keepFresh();
  setTimeout(tick, REFRESH_MS);
}

find('account').onchange = ({ target }) => {
  location.hash = target.value;
};
acceptFiles(refresh);
find('chart-meter').onchange = keepFresh;
addEventListener('hashchange', keepFresh);
document.addEventListener('visibilitychange', keepFresh);
tick();
