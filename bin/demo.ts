import { close } from './demo/act-close.ts';
import { overage } from './demo/act-overage.ts';
import { purchase } from './demo/act-purchase.ts';
import { quota } from './demo/act-quota.ts';
import { refund } from './demo/act-refund.ts';
import { renewal } from './demo/act-renewal.ts';
import { shares } from './demo/act-shares.ts';
import { slots } from './demo/act-slots.ts';
import { storageEvents } from './demo/act-storage-events.ts';
import { sums } from './demo/act-sums.ts';
import { theme } from './demo/act-theme.ts';
import { themeSale } from './demo/act-theme-sale.ts';
import { transcoding } from './demo/act-transcoding.ts';
import { uploads } from './demo/act-uploads.ts';
import { usage } from './demo/act-usage.ts';
import { type Finding, openScreen } from './demo/screen.ts';
import { type Act, openStage, type Stage } from './demo/stage.ts';

/**
 * `npm run demo`: a tour of the service that checks every figure it shows. It starts a desk of its own, in memory,
 * or uses the one at BASE_URL, whose clock it leaves alone. Ends with 1 when a figure is off.
 */
const quotaActs: readonly Act[] = [uploads, storageEvents, usage, slots, quota, transcoding];
const moneyActs: readonly Act[] = [purchase, overage, close, renewal, refund, sums];
const storeActs: readonly Act[] = [theme, themeSale, shares];

// Before the desk is loaded: its logger reads the level then. The tour provokes what the desk would warn of.
process.env.LOG_LEVEL ??= 'ERROR';

const screen = openScreen(process.stdout);
const began = performance.now();
const desk = await openDesk(process.env.BASE_URL);
try {
  const findings = await tour(openStage(desk.url, screen, process.env.BASE_URL === undefined));
  const off = findings.filter(({ ok }) => !ok).length;
  const elapsed = ((performance.now() - began) / 1_000).toFixed(1);
  screen.line(
    off === 0 ? `All ${findings.length} figures are right. ${elapsed} s.` : `${off} figures are off.`,
  );
  process.exitCode = off === 0 ? 0 : 1;
} catch (fault) {
  console.error(fault instanceof Error ? fault.message : fault);
  process.exitCode = 1;
} finally {
  await desk.stop();
}

async function openDesk(baseUrl: string | undefined): Promise<{ url: string; stop(): Promise<void> }> {
  if (baseUrl !== undefined) return { url: baseUrl.replace(/\/$/, ''), stop: async () => {} };
  const { startDesk } = await import('../local/desk.ts');
  return startDesk();
}

async function tour(stage: Stage): Promise<readonly Finding[]> {
  const { screen, findings } = stage;
  screen.line(`A tour of the service at ${desk.url}`);
  for (const act of [...quotaActs, ...moneyActs, ...storeActs]) {
    screen.title(act.title);
    if (act.movesClock && !stage.isAlone)
      screen.line('Left out: it moves the clock, and this desk is not the tour’s own. Leave BASE_URL away.');
    else await act.play(stage);
  }
  screen.title('What the tour saw');
  screen.table(findings);
  return findings;
}
