import type { BuiltTheme } from '../../functions/themes/package.ts';
import { selfContained } from '../../functions/themes/self-contained.ts';

const MOST = 10_000;
const themeOf = (stylesheet: string): BuiltTheme => ({
  name: 'Plain',
  version: '1.0.0',
  description: 'Plain.',
  stylesheet,
  fingerprint: { whole: '', rules: [], tokens: [] },
  previews: [],
  assets: new Map([
    ['images/a.png', { bytes: Buffer.from('A'), contentType: 'image/png' }],
    ['images/b c.svg', { bytes: Buffer.from('B'), contentType: 'image/svg+xml' }],
    ['fonts/body.woff2', { bytes: Buffer.from('F'), contentType: 'font/woff2' }],
  ]),
});
const written = (stylesheet: string): string => {
  const whole = selfContained(themeOf(stylesheet), MOST);
  if (whole.kind !== 'written') throw new Error(`It came to ${whole.bytes} B.`);
  return whole.stylesheet;
};

describe('a stylesheet that needs nothing else', () => {
  it.each([
    ['a { background: url(images/a.png) }', 'a { background: url("data:image/png;base64,QQ==") }'],
    ['a { background: url( "./images/a.png" ) }', 'a { background: url( "data:image/png;base64,QQ==" ) }'],
    [
      "@font-face { src: url('fonts/body.woff2') format('woff2') }",
      `@font-face { src: url("data:font/woff2;base64,Rg==") format('woff2') }`,
    ],
    [
      'a { background: image-set("images/a.png" 1x, url(images/a.png) 2x) }',
      'a { background: image-set("data:image/png;base64,QQ==" 1x, url("data:image/png;base64,QQ==") 2x) }',
    ],
    [
      ':root { --mark: url(images/b%20c.svg#mark) }',
      ':root { --mark: url("data:image/svg+xml;base64,Qg==#mark") }',
    ],
    [
      'a { background: URL(images/a.png) } b { color: red }',
      'a { background: url("data:image/png;base64,QQ==") } b { color: red }',
    ],
  ])('has its files in it: %s', (before, after) => {
    expect(written(before)).toBe(after);
  });

  it.each([
    'a { background: url(data:image/png;base64,AAAA) }',
    'a { background: url(#mark) }',
    'a { background: url(images/other.png) }',
    'a::before { content: "images/a.png" } /* url(images/a.png) */',
    '',
  ])('leaves all else as it is: %s', (css) => {
    expect(written(css)).toBe(css);
  });

  it('is measured before it is written, however often a file is named', () => {
    const once = 'a { background: url(images/a.png) }\n';
    const whole = written(once).length;
    const many = themeOf(once.repeat(1_000));
    expect(selfContained(many, MOST)).toEqual({ kind: 'too-large', bytes: expect.any(Number) });
    const exact = selfContained(themeOf(once), whole);
    expect(exact.kind).toBe('written');
    expect(selfContained(themeOf(once), whole - 1)).toEqual({ kind: 'too-large', bytes: whole });
  });
});
