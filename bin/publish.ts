import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { contentTypes } from '../local/http/pages.ts';
import { buildDashboard, DIST } from './dashboard/build.ts';
import { optionsOf } from './options.ts';

/** Files below this path have a digest of their content in their names. */
const HASHED = 'assets/';

/** `npm run publish -- --stage dev`: builds the dashboard and uploads it to the bucket of a deployed stage. */
async function publish(stage: string): Promise<void> {
  const web = await outputsOf(`billing-${stage}-web`);
  const bucket = web.get('WebBucketName');
  if (bucket === undefined) throw new Error(`billing-${stage}-web has no bucket; deploy the stage first.`);
  const service = await outputsOf(`billing-${stage}-service`);
  const signIn = signInFrom(await outputsOf(`billing-${stage}-data`));
  const config = { signIn, payments: service.get('PaymentProvider') };
  await buildDashboard();
  const s3 = new S3Client({});
  const put = async (key: string, body: string | Uint8Array) => {
    await s3.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        Body: body,
        ContentType: contentTypes[extname(key)],
        CacheControl: key.startsWith(HASHED) ? 'public, max-age=31536000, immutable' : 'no-cache',
      }),
    );
    console.log(`${bucket}/${key}`);
  };
  await put('config.json', JSON.stringify(config));
  const files = (await readdir(DIST, { recursive: true })).filter((name) => contentTypes[extname(name)]);
  // Upload the page last, so that the files it names exist. Files of older pages stay.
  for (const name of files.sort((a, b) => Number(a.endsWith('.html')) - Number(b.endsWith('.html'))))
    await put(relative('.', name).split(sep).join('/'), await readFile(join(DIST, name)));
  console.log(`It is at ${web.get('WebUrl')}`);
}

/** Returns the stage's sign-in configuration for the pages. */
function signInFrom(data: ReadonlyMap<string, string>) {
  const [authority, clientId, signInUrl] = ['TokenIssuer', 'PeopleClientId', 'SignInUrl'].map((name) =>
    data.get(name),
  );
  if (!authority || !clientId || !signInUrl)
    throw new Error(
      'The stage believes tokens of another issuer: write config.json for its sign-in yourself.',
    );
  return { kind: 'oidc', authority, clientId, signOutUrl: `${signInUrl}/logout` };
}

async function outputsOf(stack: string): Promise<Map<string, string>> {
  const { Stacks = [] } = await new CloudFormationClient({}).send(
    new DescribeStacksCommand({ StackName: stack }),
  );
  const outputs = Stacks.flatMap(({ Outputs = [] }) => Outputs);
  return new Map(outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]));
}

const { values } = optionsOf('npm run publish [-- --stage dev]', {
  options: { stage: { type: 'string', default: 'dev' } },
});

publish(values.stage).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
