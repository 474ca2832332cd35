import { validatePackage } from '../../functions/themes/validate.ts';
import { manifestWith, type PackageChanges, packageOf, picture } from '../support/theme-package.ts';
import { rhyme } from './zoo/material.ts';

const resultOf = async (id: string, changes: PackageChanges) =>
  (await validatePackage(await packageOf(changes))).checks.find((check) => check.id === id);

describe('a finding', () => {
  it('of broken JSON says where it breaks', async () => {
    const manifest = '{\n  "name": "Plain",\n}';
    expect(await resultOf('manifest-valid', { manifest })).toMatchObject({
      passed: false,
      where: 'theme.json:3:1',
    });
  });

  it('of the manifest points at each member, several together', async () => {
    const manifest = { ...manifestWith(['tokens', 'borders', 'width'], '1pt'), version: 'one' };
    expect(await resultOf('manifest-valid', { manifest })).toMatchObject({
      passed: false,
      measured: 'A version as 1.2.3.; A length in px, rem or em. (theme.json/tokens/borders/width)',
      where: 'theme.json/version',
    });
  });

  it('of a missing dark variant is reported beside other errors of the manifest', async () => {
    const manifest = { ...manifestWith(['tokens', 'dark'], undefined), version: 'one' };
    const { checks } = await validatePackage(await packageOf({ manifest }));
    const failed = checks.filter(({ passed }) => !passed).map(({ id, where }) => ({ id, where }));
    expect(failed).toEqual([
      { id: 'manifest-valid', where: 'theme.json/version' },
      { id: 'dark-variant', where: 'theme.json/tokens/dark' },
    ]);
  });

  it('of styles says line and column', async () => {
    const css = '.rd-grid {\n  background-image: url(https://example.com/a.png);\n}\n';
    expect(await resultOf('no-remote-resources', { css })).toMatchObject({
      measured: 'https://example.com/a.png',
      where: 'theme.css:2:21',
    });
  });

  it('of size says how large it is', async () => {
    const css = `/*${rhyme(51_000)}*/`;
    expect(await resultOf('css-size', { css })).toMatchObject({ measured: '51,004 B' });
  });

  it('of a preview says its size in pixels', async () => {
    const files = { 'previews/dark.png': picture(640, 400) };
    expect(await resultOf('previews', { files })).toMatchObject({
      measured: '640×400 px, not 1280×800',
      where: 'previews/dark.png',
    });
  });

  it('never shows characters that would not show', async () => {
    const found = await resultOf('css-properties', { css: '.rd-card { \u{202e}x: 0; }' });
    expect(found?.measured).toBe('\u{fffd}x');
  });
});
