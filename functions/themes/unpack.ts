import { archiveChecks } from './archive/checks.ts';
import { contentsOf } from './archive/contents.ts';
import { type CheckResult, runCheck } from './check.ts';

/** The contents of a package. `refused`: at least one check failed; lists the checks that could be measured. */
export type Unpacked =
  | {
      readonly kind: 'unpacked';
      readonly files: ReadonlyMap<string, Uint8Array>;
      readonly checks: readonly CheckResult[];
    }
  | { readonly kind: 'refused'; readonly checks: readonly CheckResult[] };

/** Unpacks an untrusted zip in memory: at most its 10 MB and 20 MB of content, and no file on disk. */
export async function unpack(zip: Uint8Array): Promise<Unpacked> {
  const contents = await contentsOf(zip);
  const checks = archiveChecks
    .filter((check) => check.isMeasurable(contents))
    .map((check) => runCheck(check, contents));
  if (checks.every(({ passed }) => passed)) return { kind: 'unpacked', files: contents.files, checks };
  return { kind: 'refused', checks };
}
