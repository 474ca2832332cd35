import * as z from 'zod';
import { callRest } from './rest.ts';
import type { Ministack } from './server.ts';

const environmentSchema = z.object({ Variables: z.record(z.string(), z.string()).default({}) });
const listSchema = z.object({
  Functions: z.array(
    z.object({ FunctionName: z.string(), Environment: environmentSchema.default({ Variables: {} }) }),
  ),
});

/** Settings for the functions whose names match. */
export interface FunctionSettings {
  readonly of: RegExp;
  readonly set: Readonly<Record<string, string>>;
}

interface Deployed {
  readonly FunctionName: string;
  readonly Environment: { readonly Variables: Readonly<Record<string, string>> };
}

const path = '/2015-03-31/functions/';

/** Adds settings to deployed functions that only the emulator needs: their addresses on this machine. */
export async function configureFunctions(
  ministack: Ministack,
  tellings: readonly FunctionSettings[],
): Promise<void> {
  for (const { of, set } of tellings)
    for (const { FunctionName, Environment } of await functionsLike(ministack, of))
      await callRest(ministack, 'lambda', 'PUT', `${path}${FunctionName}/configuration`, {
        Environment: { Variables: { ...Environment.Variables, ...set } },
      });
}

/** Returns a setting of a deployed function. */
export async function settingOf(ministack: Ministack, of: RegExp, name: string): Promise<string> {
  const [found] = await functionsLike(ministack, of);
  const value = found?.Environment.Variables[name];
  if (value === undefined) throw new Error(`The function like ${of} was not told ${name}.`);
  return value;
}

/** Returns the functions whose names match, at least one. */
async function functionsLike(ministack: Ministack, name: RegExp): Promise<readonly Deployed[]> {
  const { Functions } = listSchema.parse(await callRest(ministack, 'lambda', 'GET', `${path}?MaxItems=200`));
  const found = Functions.filter(({ FunctionName }) => name.test(FunctionName));
  if (found.length === 0) throw new Error(`No function is called like ${name}.`);
  return found;
}
