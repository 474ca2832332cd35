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
import { applyWorkarounds, type Workarounds } from './workarounds.ts';

/** The dashboard's origin, which nothing serves. Only its pages may call. */
const WEB_ORIGIN = 'http://localhost:3000';

type Undo = (() => Promise<unknown>)[];

/** Starts an empty MiniStack and deploys the stacks with the CDK CLI once. Updates of stacks are not tested. */
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
  const logStep = clockedSteps();
  const ministack = await startMinistack(home, signal);
  undo.push(() => ministack.service.stop(10));
  logStep('MiniStack answers');
  const outputs = await deploy(ministack, home, { webOrigin: WEB_ORIGIN, dueShards: '16' }, signal);
  const baseUrl = `${ministack.url}/_aws/execute-api/${outputs['service.ApiId']}/$default`;
  const { sandboxSecret } = await adapt(ministack, baseUrl, outputs);
  await trustBoth(ministack, issuer, outputs);
  logStep('the stacks are deployed');
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

/**
 * Adjusts what differs from AWS because everything runs on one machine, or because the emulator does not support it.
 */
async function adapt(ministack: Ministack, baseUrl: string, outputs: Outputs): Promise<Workarounds> {
  const workarounds = await applyWorkarounds(ministack, {
    tableName: outputs['data.TableName'] ?? '',
    apiId: outputs['service.ApiId'] ?? '',
    sandboxSecretArn: await settingOf(ministack, /SandboxWorker/, environmentNames.sandboxSecretArn),
  });
  await configureFunctions(ministack, [
    // The host name of MiniStack's API URL does not resolve on this machine.
    { of: /SandboxWorker/, set: { [environmentNames.publicUrl]: baseUrl } },
    // The suite's webhook receiver is on this machine. Deployed functions refuse such addresses.
    {
      of: /-service-endpoints|-service-attempts|WebhooksDeliveries/,
      set: { [environmentNames.allowLoopbackWebhooks]: 'true' },
    },
  ]);
  return workarounds;
}

/**
 * Makes functions fetch the user pool's keys from here instead of AWS, together with those of the suite's own issuer.
 */
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
