import { join } from 'node:path';
import * as z from 'zod';
import { newSigningSecret } from './environment.ts';
import { readOrSetAside, writeWhole } from './files.ts';

const storedSchema = z.object({ secret: z.string().startsWith('whsec_') });
const LOSS =
  'There is a new secret of the sandbox provider. Events that a script signed with the old one are refused.';

/** Returns the sandbox provider's signing secret. Stored in `home`, so that events sent before a restart stay valid. */
export function openSandboxSecret(home: string | null): string {
  if (home === null) return newSigningSecret();
  const path = join(home, 'sandbox-secret.json');
  const stored = readOrSetAside(path, storedSchema, LOSS);
  if (stored !== null) return stored.secret;
  const secret = newSigningSecret();
  writeWhole(path, JSON.stringify({ secret }), { mode: 0o600 });
  return secret;
}
