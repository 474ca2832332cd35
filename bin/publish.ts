import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';

/** The files of the dashboard, from the repository's root. */
const WEB = join(import.meta.dirname, '../web');

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** `node --import tsx bin/publish.ts --stage dev`: uploads the dashboard to the bucket of a stage that is deployed. */
async function publish(stage: string): Promise<void> {
  const outputs = await outputsOf(`billing-${stage}-web`);
  const bucket = outputs.get('WebBucketName');
  if (bucket === undefined) throw new Error(`billing-${stage}-web has no bucket; deploy the stage first.`);
  const s3 = new S3Client({});
  const names = (await readdir(WEB)).filter((name) => contentTypes[extname(name)] !== undefined);
  // The page last: what it names is there when it comes.
  for (const name of names.sort((a, b) => Number(a.endsWith('.html')) - Number(b.endsWith('.html')))) {
    await s3.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: name,
        Body: await readFile(join(WEB, name)),
        ContentType: contentTypes[extname(name)],
        CacheControl: 'no-cache',
      }),
    );
    console.log(`${bucket}/${name}`);
  }
  console.log(`It is at ${outputs.get('WebUrl')}`);
}

async function outputsOf(stack: string): Promise<Map<string, string>> {
  const { Stacks = [] } = await new CloudFormationClient({}).send(
    new DescribeStacksCommand({ StackName: stack }),
  );
  const outputs = Stacks.flatMap(({ Outputs = [] }) => Outputs);
  return new Map(outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]));
}

const { values } = parseArgs({ options: { stage: { type: 'string', default: 'dev' } } });

publish(values.stage).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
