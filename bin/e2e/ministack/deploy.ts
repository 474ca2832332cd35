import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { root } from '../places.ts';
import { run } from '../process.ts';
import { fixTemplates } from './fix-templates.ts';
import { type Ministack, REGION } from './server.ts';

const ACCOUNT = '000000000000';

/** Stacks that MiniStack cannot deploy, by the suffix of their names. */
const leftOut: Readonly<Record<string, string>> = {
  observability: 'it has no alarms over metric math',
};

const manifestSchema = z.object({
  artifacts: z.record(z.string(), z.object({ type: z.string() })),
});
const outputsSchema = z.record(z.string(), z.record(z.string(), z.string()));

/** The stacks' outputs: name → value. */
export type Outputs = Readonly<Record<string, string>>;

/** Synthesizes once, bootstraps, and deploys every stack that MiniStack supports, with the CLI that deploys to AWS. */
export async function deploy(
  ministack: Ministack,
  home: string,
  context: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Outputs> {
  const assembly = join(home, 'cdk.out');
  const outputs = join(home, 'outputs.json');
  const environment = {
    PATH: process.env.PATH ?? '',
    HOME: home,
    CI: 'true',
    CDK_DEFAULT_ACCOUNT: ACCOUNT,
    CDK_DEFAULT_REGION: REGION,
    ...ministack.client,
  };
  const cdk = (seconds: number, ...words: string[]) =>
    run(
      { words: [join(root, 'node_modules/.bin/cdk'), ...words, '--no-color'], cwd: root, environment },
      seconds,
      signal,
    );
  const given = Object.entries(context).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  await cdk(180, 'synth', '--quiet', '--output', assembly, ...given);
  await fixTemplates(ministack, assembly);
  const stacks = await stacksOf(assembly);
  await cdk(120, 'bootstrap', `aws://${ACCOUNT}/${REGION}`, '--app', assembly);
  await cdk(
    300,
    ...['deploy', ...stacks, '--app', assembly, '--exclusively', '--require-approval', 'never'],
    ...['--outputs-file', outputs],
  );
  return flat(outputsSchema.parse(JSON.parse(await readFile(outputs, 'utf8'))));
}

async function stacksOf(assembly: string): Promise<string[]> {
  const manifest = await readFile(join(assembly, 'manifest.json'), 'utf8');
  const { artifacts } = manifestSchema.parse(JSON.parse(manifest));
  return Object.entries(artifacts)
    .filter(([, { type }]) => type === 'aws:cloudformation:stack')
    .map(([name]) => name)
    .filter((name) => {
      const reason = leftOut[partOf(name)];
      if (reason !== undefined) console.log(`${name} is not deployed: ${reason}.`);
      return reason === undefined;
    });
}

/** Returns `data` for `billing-dev-data`. */
const partOf = (stack: string): string => stack.split('-').at(-1) ?? stack;

/** Prefixes outputs with their stack: `TableName` of `billing-dev-data` becomes `data.TableName`. */
const flat = (outputs: z.output<typeof outputsSchema>): Outputs =>
  Object.fromEntries(
    Object.entries(outputs).flatMap(([stack, values]) =>
      Object.entries(values).map(([name, value]) => [`${partOf(stack)}.${name}`, value]),
    ),
  );
