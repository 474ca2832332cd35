import { readFile, writeFile } from 'node:fs/promises';
import openapiTypes, { astToString } from 'openapi-typescript';
import { describeApi } from '../functions/api/openapi.ts';

/** The types of the API, from the very document that the service publishes. `npm run client` writes them. */
export const SCHEMA = new URL('src/api/schema.d.ts', import.meta.url);

export async function clientTypes(): Promise<string> {
  const document = JSON.parse(JSON.stringify(describeApi()));
  return `// Made by \`npm run client\` from the API's own description.\n${astToString(await openapiTypes(document))}`;
}

if (process.argv[2] === '--check') {
  const known = await readFile(SCHEMA, 'utf8');
  if (known !== (await clientTypes())) {
    console.error('web/src/api/schema.d.ts is not what the API says; run `npm run client`.');
    process.exitCode = 1;
  }
} else await writeFile(SCHEMA, await clientTypes());
