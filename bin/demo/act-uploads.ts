import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pMap from 'p-map';
import { type ApiClient, must, postForm } from '../api-client.ts';
import { bytes } from './figures.ts';
import { type Act, quotaOf, type Stage } from './stage.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const AT_ONCE = 6;

interface Form {
  readonly uploadId: string;
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** Files become usage by the storage's own word, not by what the uploader announced. */
export const uploads: Act = {
  title: "Upload this repository's own files",
  play: async (stage) => {
    const account = stage.account('uploads');
    const owner = await stage.as({ sub: account });
    const files = await sourceFiles();
    let uploaded = 0;
    const sizes = await pMap(
      files,
      async (file) => {
        const size = await upload(owner, account, file);
        uploaded += 1;
        stage.screen.progress('files', uploaded, files.length);
        return size;
      },
      { concurrency: AT_ONCE },
    );
    await stage.settle();
    const sum = sizes.reduce((total, size) => total + size, 0);
    const { used, reserved } = await quotaOf(owner, account, 'storage');
    stage.expect(`storage used by ${files.length} files`, sum, used, bytes);
    stage.expect('bytes still reserved', 0, reserved, bytes);
    await expectSoftBlock(stage, owner, account);
  },
};

async function sourceFiles(): Promise<string[]> {
  const found = await readdir(join(ROOT, 'functions'), { recursive: true, withFileTypes: true });
  const sources = found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return [join(ROOT, 'package.json'), join(ROOT, 'tsconfig.json'), ...sources];
}

/** Reserves, then sends the file. */
async function upload(owner: ApiClient, account: string, file: string): Promise<number> {
  const content = await readFile(file);
  const wish = { fileName: basename(file), bytes: content.length, contentType: 'text/plain' };
  const form = must(201, await owner.call<Form>(`POST /v1/accounts/${account}/uploads`, wish));
  await postForm(form, content, basename(file));
  return content.length;
}

async function expectSoftBlock(stage: Stage, owner: ApiClient, account: string): Promise<void> {
  const tooLarge = { fileName: 'film.mp4', bytes: 3_000_000_000, contentType: 'video/mp4' };
  const refused = await owner.call<{ detail: string }>(`POST /v1/accounts/${account}/uploads`, tooLarge);
  stage.expect('answer to an upload of 3 GB', 402, refused.status);
  stage.screen.line(`  ${refused.body.detail}`);
}
