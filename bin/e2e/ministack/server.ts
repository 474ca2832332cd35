import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../places.ts';
import { lastLines, type Service, start } from '../process.ts';
import { waitUntil } from '../waiting.ts';
import { ensureMinistack, ensureNode } from './tools.ts';

export const REGION = 'us-east-1';
/** MiniStack does not check credentials. */
export const CREDENTIALS = { accessKeyId: 'e2e', secretAccessKey: 'e2e' } as const;

export interface Ministack {
  readonly url: string;
  /** The environment in which clients (CLI, SDK) find it. */
  readonly client: Readonly<Record<string, string>>;
  readonly service: Service;
}

/** Starts an empty MiniStack on a free port of this machine, and waits until it answers. */
export async function startMinistack(home: string, signal: AbortSignal): Promise<Ministack> {
  const [python, node] = await Promise.all([ensureMinistack(signal), ensureNode(signal)]);
  // MiniStack's own scripts are CommonJS, whatever package contains them.
  await writeFile(join(home, 'package.json'), '{ "type": "commonjs" }');
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const service = await start(
    {
      words: [python, '-m', 'ministack'],
      cwd: home,
      environment: {
        PATH: [node, '/usr/local/bin', '/usr/bin', '/bin'].join(':'),
        HOME: home,
        TMPDIR: home,
        GATEWAY_PORT: String(port),
        // Without these settings it listens on all interfaces.
        BIND_HOST: '127.0.0.1',
        IOT_MTLS_ENABLED: '0',
        SFTP_ENABLED: '0',
        LAMBDA_EXECUTOR: 'local',
        DOCKER_HOST: `unix://${join(home, 'no-docker.sock')}`,
        MINISTACK_HOST: '127.0.0.1',
        MINISTACK_REGION: REGION,
        PYTHONUNBUFFERED: '1',
        AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      },
    },
    join(home, 'ministack.log'),
  );
  try {
    await waitUntil('MiniStack', 60, signal, async () => {
      if (service.ended()) throw new Error(`MiniStack ended:\n${lastLines(service.log())}`);
      const health = await fetch(`${url}/_ministack/health`).catch(() => undefined);
      return health?.ok ? true : undefined;
    });
    return { url, client: clientOf(url), service };
  } catch (error) {
    await service.stop(5);
    throw error;
  }
}

const clientOf = (url: string) => ({
  AWS_ENDPOINT_URL: url,
  AWS_REGION: REGION,
  AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
  AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
  AWS_EC2_METADATA_DISABLED: 'true',
});
