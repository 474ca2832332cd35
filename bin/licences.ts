import { readFileSync } from 'node:fs';
import { type Component, refusedIn } from './licences/allowed.ts';
import { optionsOf } from './options.ts';

/**
 * `npm run licences` checks every package in the bill of materials of `npm run sbom` against the allowed licenses: few
 * for what is deployed, more for tools.
 */
optionsOf('npm run licences (after npm run sbom)', {});
const { components } = JSON.parse(readFileSync('sbom.cdx.json', 'utf8')) as { components: Component[] };
const refused = refusedIn(components);
for (const line of refused) console.error(line);
console.log(
  refused.length === 0
    ? `All ${components.length} packages have licences that are allowed.`
    : `${refused.length} of ${components.length} packages have licences that are not allowed. Replace them, or allow their licence in bin/licences/allowed.ts.`,
);
process.exitCode = refused.length === 0 ? 0 : 1;
