import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newSigningSecret } from './environment.ts';

/** What the sandbox provider signs with. Kept in `home`, so that events sent before a restart stay good. */
export async function openSandboxSecret(home: string | null): Promise<string> {
  if (home === null) return newSigningSecret();
  const path = join(home, 'sandbox-secret.json');
  if (existsSync(path)) return JSON.parse(await readFile(path, 'utf8')).secret;
  const secret = newSigningSecret();
  await writeFile(path, JSON.stringify({ secret }), { mode: 0o600 });
  return secret;
}
