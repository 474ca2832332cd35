import type { TargetKind } from '../../../bin/e2e/target.ts';

/** Where the suite runs, as `npm run e2e` said. All that a test knows of the service. */
function given(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run the suite with npm run e2e -- --target …`);
  return value;
}

export const target = given('E2E_TARGET') as TargetKind;
export const baseUrl = given('BASE_URL');
export const tokenUrl = given('E2E_TOKEN_URL');

/** What the sandbox provider signs with. */
export const sandboxSecret = (): string => given('E2E_SANDBOX_SECRET');

/** The origin whose pages may call from a browser. */
export const webOrigin = (): string => given('E2E_WEB_ORIGIN');

/** A resource of a deployed stack, by what the stack puts out: `data.TableName`. */
export function outputNamed(name: string): string {
  const value = JSON.parse(given('E2E_OUTPUTS'))[name];
  if (typeof value !== 'string') throw new Error(`No stack puts out ${name}.`);
  return value;
}
