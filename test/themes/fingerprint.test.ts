import { type Fingerprint, likenessOf } from '../../functions/domain/theme-store/theme-likeness.ts';
import { validatePackage } from '../../functions/themes/validate.ts';
import { packFolder } from '../../local/sample/pack-theme.ts';
import { manifestWith, packageOf, plainManifest } from '../support/theme-package.ts';

async function fingerprintIn(zip: Uint8Array): Promise<Fingerprint> {
  const { theme, checks } = await validatePackage(zip);
  if (!theme) throw new Error(checks.find(({ passed }) => !passed)?.id);
  return theme.fingerprint;
}

const rules = Array.from({ length: 20 }, (_, at) => `.rd-card:hover { padding-top: ${at}px; }`);
const original = await fingerprintIn(await packageOf({ moreCss: rules.join('\n') }));

describe('how alike two themes are', () => {
  it('is all of it for the same file', () => {
    expect(likenessOf(original, original)).toEqual({ sameFile: true, rules: 100, tokens: 100 });
  });

  it('does not hang on its name, its blanks or its order', async () => {
    const manifest = manifestWith(['name'], 'Another');
    const moreCss = `/* mine */\n${rules.toReversed().join('\n\n').replaceAll('{', '\n{\n')}`;
    const copy = await fingerprintIn(await packageOf({ manifest, moreCss }));
    expect(likenessOf(original, copy)).toEqual({ sameFile: false, rules: 100, tokens: 100 });
  });

  it('recognizes a copy in other colors by its rules', async () => {
    const { light, dark } = plainManifest.tokens;
    const manifest = {
      ...plainManifest,
      tokens: {
        ...plainManifest.tokens,
        light: { ...light, colours: dark.colours },
        dark: { ...dark, colours: light.colours },
      },
    };
    const copy = await fingerprintIn(await packageOf({ manifest, moreCss: rules.join('\n') }));
    expect(likenessOf(original, copy)).toMatchObject({ sameFile: false, rules: 100 });
  });

  it('recognizes a copy with other rules by its tokens', async () => {
    const moreCss = rules.map((rule) => rule.replace('padding-top', 'padding-bottom')).join('\n');
    const copy = await fingerprintIn(await packageOf({ moreCss }));
    expect(likenessOf(original, copy)).toMatchObject({ sameFile: false, tokens: 100 });
  });

  it('is not worth a word for the official themes', async () => {
    const [daylight, riso] = await Promise.all(
      ['daylight', 'riso'].map(async (name) => fingerprintIn(await packFolder(`web/themes/${name}`))),
    );
    expect(daylight && riso && likenessOf(daylight, riso)).toBeNull();
    expect(riso && likenessOf(original, riso)).toBeNull();
  });
});
