import { quota } from './demo/act-quota.ts';
import { slots } from './demo/act-slots.ts';
import { storageEvents } from './demo/act-storage-events.ts';
import { transcoding } from './demo/act-transcoding.ts';
import { uploads } from './demo/act-uploads.ts';
import { usage } from './demo/act-usage.ts';
import { openScreen, type Screen } from './demo/screen.ts';
import { type Act, type Finding, openStage } from './demo/stage.ts';

/**
 * `npm run demo`: a tour of the service that checks every figure it shows. It starts a desk of its own, in memory,
 * or uses the one at BASE_URL. Ends with 1 when a figure is off.
 */
const acts: readonly Act[] = [uploads, storageEvents, usage, slots, quota, transcoding];

// Before the desk is loaded: its logger reads the level then. The tour provokes what the desk would warn of.
process.env.LOG_LEVEL ??= 'ERROR';

const screen = openScreen(process.stdout);
const began = performance.now();
const desk = await openDesk(process.env.BASE_URL);
try {
  const findings = await tour(desk.url, screen);
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
  const { startDesk } = await import('../functions/desk/desk.ts');
  return startDesk();
}

async function tour(url: string, on: Screen): Promise<readonly Finding[]> {
  const stage = openStage(url, on);
  on.line(`A tour of the service at ${url}`);
  for (const act of acts) {
    on.title(act.title);
    await act.play(stage);
  }
  on.title('What the tour saw');
  on.table(stage.findings);
  return stage.findings;
}
