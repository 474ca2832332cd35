import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environmentNames } from '../../../functions/runtime/config.ts';
import { type Issuer, openIssuer } from '../issuer.ts';
import { lastLines } from '../process.ts';
import type { Target } from '../target.ts';
import { deploy, type Outputs } from './deploy.ts';
import { configureFunctions, settingOf } from './functions.ts';
import { errorsLogged } from './logs.ts';
import { type Ministack, startMinistack } from './server.ts';
import { mend, type Workarounds } from './workarounds.ts';

/** A dashboard that nobody serves: the one origin whose pages may call. */
const WEB_ORIGIN = 'http://localhost:3000';

type Undo = (() => Promise<unknown>)[];

/** A fresh MiniStack with our stacks deployed on it by the CDK CLI, once: updates are not among what it proves. */
export async function openMinistack(signal: AbortSignal): Promise<Target> {
  const undo: Undo = [];
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    return { ...(await wire(undo, signal)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function wire(undo: Undo, signal: AbortSignal): Promise<Omit<Target, 'stop'>> {
  const home = await mkdtemp(join(tmpdir(), 'e2e-ministack-'));
  undo.push(() => rm(home, { recursive: true, force: true }));
  const issuer = await openIssuer();
  undo.push(issuer.close);
  const told = clockedSteps();
  const ministack = await startMinistack(home, signal);
  undo.push(() => ministack.service.stop(10));
  told('MiniStack answers');
  const outputs = await deploy(ministack, home, { webOrigin: WEB_ORIGIN }, signal);
  const baseUrl = `${ministack.url}/_aws/execute-api/${outputs['service.ApiId']}/$default`;
  const { sandboxSecret } = await adapt(ministack, baseUrl, outputs);
  await trustBoth(ministack, issuer, outputs);
  told('the stacks are deployed');
  return {
    kind: 'ministack',
    environment: {
      ...ministack.client,
      BASE_URL: baseUrl,
      E2E_TOKEN_URL: `${issuer.url}/token`,
      E2E_SANDBOX_SECRET: sandboxSecret,
      E2E_WEB_ORIGIN: WEB_ORIGIN,
      E2E_OUTPUTS: JSON.stringify(outputs),
    },
    diagnosis: async () =>
      [lastLines(ministack.service.log(), 20), await errorsLogged(ministack, 20)].join('\n\n'),
  };
}

/** Whatever is not as on AWS because it runs on one machine, or because the emulator drops it. */
async function adapt(ministack: Ministack, baseUrl: string, outputs: Outputs): Promise<Workarounds> {
  const mended = await mend(ministack, {
    tableName: outputs['data.TableName'] ?? '',
    apiId: outputs['service.ApiId'] ?? '',
    sandboxSecretArn: await settingOf(ministack, /SandboxWorker/, environmentNames.sandboxSecretArn),
  });
  await configureFunctions(ministack, [
    // Its own URL of the API has a host name that no resolver here knows.
    { of: /SandboxWorker/, set: { [environmentNames.publicUrl]: baseUrl } },
    // The suite's receiver of webhooks is on this machine; nothing deployed for real may call its own.
    {
      of: /-service-endpoints|-service-attempts|WebhooksDeliveries/,
      set: { [environmentNames.allowLoopbackWebhooks]: 'true' },
    },
  ]);
  return mended;
}

/** Functions fetch the user pool's keys from here, not from AWS, and the suite's own issuer's beside them. */
async function trustBoth(ministack: Ministack, issuer: Issuer, outputs: Outputs): Promise<void> {
  const userPool = outputs['data.TokenIssuer'] ?? '';
  issuer.standInFor({
    issuer: userPool,
    audience: outputs['data.PeopleClientId'] ?? '',
    jwksUrl: `${ministack.url}/${userPool.split('/').at(-1)}/.well-known/jwks.json`,
  });
  const set = { [environmentNames.jwksUrl]: `${issuer.url}/.well-known/jwks.json` };
  await configureFunctions(ministack, [{ of: /-service-/, set }]);
}

function clockedSteps(): (step: string) => void {
  const since = Date.now();
  return (step) => console.log(`${((Date.now() - since) / 1_000).toFixed(1)} s: ${step}`);
}
