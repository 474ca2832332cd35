import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { CREDENTIALS, UPLOADS_BUCKET } from '../../local/environment.ts';
import { openServer } from '../../local/http/server.ts';
import { ObjectStore } from '../../local/storage/objects.ts';
import { s3Endpoint } from '../../local/storage/s3.ts';
import { testFolder } from './folder.ts';

interface Notification {
  readonly Records: readonly {
    readonly eventName: string;
    readonly s3: { readonly object: Readonly<Record<string, unknown>> };
  }[];
}

/** The desk's S3 over a folder of its own, a client of it, and the notifications that it sent. */
export async function openBucket() {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  const folder = join(testFolder(), 'objects');
  const notifications: Notification[] = [];
  const openStore = () =>
    new ObjectStore(folder, UPLOADS_BUCKET, async (text) => notifications.push(JSON.parse(text)));
  const server = await openServer(0);
  server.answerWith([s3Endpoint(new Map([[UPLOADS_BUCKET, openStore()]]))]);
  const clientWith = (credentials: { accessKeyId: string; secretAccessKey: string }) =>
    new S3Client({
      endpoint: `${server.url}/s3`,
      forcePathStyle: true,
      region: 'us-east-1',
      credentials,
      requestChecksumCalculation: 'WHEN_REQUIRED',
    });
  const s3 = clientWith(CREDENTIALS);
  afterEach(() => notifications.splice(0));
  afterAll(() => {
    s3.destroy();
    return server.stop();
  });
  const leftovers = () => readdirSync(folder).filter((name) => name.endsWith('.part'));
  return { url: server.url, folder, notifications, openStore, clientWith, s3, leftovers };
}
