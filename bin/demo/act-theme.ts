import { fileURLToPath } from 'node:url';
import { packFolder } from '../../local/sample/pack-theme.ts';
import { type ApiClient, must, postForm } from '../api-client.ts';
import { bytes } from './figures.ts';
import type { Act, Stage } from './stage.ts';
import { asCreator, creatorOf, nameOf, PRICE, themeOf } from './theme-shop.ts';

const PACKAGE = fileURLToPath(new URL('../../web/themes/daylight', import.meta.url));

interface Submitted {
  readonly themeId: string;
  readonly upload: { readonly url: string; readonly fields: Readonly<Record<string, string>> };
}

interface Validation {
  readonly state: string;
  readonly checks: readonly { readonly title: string; readonly passed: boolean; readonly measured: string }[];
}

/** What is sold has passed every check, and a person has looked at it. */
export const theme: Act = {
  title: 'Submit a theme, have it checked and approved',
  play: async (stage) => {
    const creator = await asCreator(stage);
    const admin = await stage.as({ sub: 'user_demo-admin', groups: ['admin'] });
    const anyone = await stage.as({ sub: stage.account('passer-by') });
    const wish = { name: nameOf(stage), description: 'As the desk shows it.', tags: ['demo'], price: PRICE };
    const account = creatorOf(stage);
    const submitted = must(201, await creator.call<Submitted>('POST /v1/themes', { ...wish, account }));
    const { themeId } = submitted;

    await postForm(submitted.upload, 'This is no zip.', 'theme.zip');
    const refused = await validationOf(stage, creator, themeId);
    stage.expect('state of a package that is none', 'failed', refused.state);
    for (const { title, measured } of refused.checks.filter(({ passed }) => !passed))
      stage.screen.line(`  ${title}: ${measured}`);

    const zip = await packFolder(PACKAGE);
    stage.screen.line(`  Uploading the theme “Daylight”, ${bytes(zip.length)}`);
    await postForm(submitted.upload, new Uint8Array(zip), 'theme.zip');
    const { state, checks } = await validationOf(stage, creator, themeId);
    stage.expect('state of a good one, by the same form', 'passed', state);
    stage.expect(`checks that failed, of ${checks.length}`, 0, checks.filter(({ passed }) => !passed).length);

    const path = `GET /v1/themes/${themeId}`;
    stage.expect('answer to others before it is approved', 404, (await anyone.call(path)).status);
    const review = { decision: 'approve', feedback: 'Easy on the eyes.' };
    const reviewed = await admin.call<{ state: string }>(`POST /v1/admin/themes/${themeId}/review`, review);
    stage.expect('state after the review', 'approved', must(200, reviewed).state);
    const shown = must(200, await anyone.call<{ version: number }>(path));
    stage.expect('version on sale', 1, shown.version);
    stage.expect('found in the store by its tag', themeId, (await themeOf(stage)).themeId, short);
  },
};

const short = (id: string): string => `${id.slice(0, 20)}…`;

async function validationOf(stage: Stage, creator: ApiClient, themeId: string): Promise<Validation> {
  await stage.settle();
  return must(200, await creator.call<Validation>(`GET /v1/themes/${themeId}/validation`));
}
