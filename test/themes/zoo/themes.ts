import {
  font,
  manifestWith,
  packageOf,
  picture,
  plainCss,
  plainManifest,
} from '../../support/theme-package.ts';
import { heavier, noisyFont, rhyme, vast } from './material.ts';
import { described, drawing, drawn, packed, styled, type Zoo } from './specimens.ts';

const border = ['tokens', 'light', 'colours', 'neutral', 'border'];

/** What is wrong with the theme, in a zip that is as it should be. */
export const themes: Zoo = {
  'manifest-valid': {
    'broken JSON': described('{\n  "name": "Plain",\n}'),
    'JSON that is something else': described('[]'),
    'no name': described(manifestWith(['name'], undefined)),
    'a member that nobody knows': described(manifestWith(['script'], 'x')),
    'a colour in escapes': described(manifestWith(border, 'r\\65 d')),
    'the format before this one': described(manifestWith(['format'], 1)),
    'light and dark of sixteen thousand arrays': () =>
      packageOf({
        manifest: JSON.stringify({ ...plainManifest, tokens: 0 }).replace(
          '"tokens":0',
          `"tokens":{"light":${arrays(16_000)},"dark":${arrays(16_000)}}`,
        ),
        packing: { 'theme.json': { compress: false } },
      }),
    'arrays in arrays without end': described(`${'['.repeat(60_000)}"${rhyme(20_000)}`),
  },
  'dark-variant': {
    'no dark variant': described(manifestWith(['tokens', 'dark'], undefined)),
    'a dark variant that is the light one': described(
      manifestWith(['tokens', 'dark'], plainManifest.tokens.light),
    ),
  },
  'stylesheet-valid': {
    'a rule that is not closed': styled('.rd-card { color: red'),
    'a bracket too many': styled('.rd-card { color: red; } }'),
    'a comment that does not end': styled('/* so'),
    'rules in rules without end': styled(`/*${rhyme(20_000)}*/ ${'@media all{'.repeat(15_000)}`),
    'brackets without end': styled(`/*${rhyme(20_000)}*/ .rd-card { width: ${'calc('.repeat(30_000)} }`),
    'an escape in a name': styled('.rd-c\\61rd { padding: 0; }'),
    'the end of a style element': styled('/* </style> */'),
    'ampersands of ampersands': styled(`.rd-card { ${'& & { '.repeat(20)} color: red; ${'} '.repeat(20)} }`),
    'conditions without end': styled(`/*${rhyme(20_000)}*/ ${':not('.repeat(30_000)}`),
  },
  'css-at-rules': {
    'an import': () => packageOf({ css: `@import "https://example.com/a.css";\n${plainCss}` }),
    'another character set': () => packageOf({ css: `@charset "utf-7";\n${plainCss}` }),
    'a namespace': () => packageOf({ css: `@namespace "x";\n${plainCss}` }),
    'a nested rule': styled('.rd-card { & .rd-price { color: #111; } }'),
    'a layer': styled('@layer x { .rd-card { padding: 0; } }'),
    'hundreds of breakpoints': styled(
      Array.from(
        { length: 100 },
        (_, i) => `@media (width > ${400 + i}px) { .rd-card { padding: 0; } }`,
      ).join('\n'),
    ),
  },
  'css-selectors': {
    'a component that there is not': styled('.rd-carousel { padding: 0; }'),
    'every element': styled('* { padding: 0; }'),
    'a pseudo-element': styled('.rd-price::before { color: #111; }'),
    'thousands of selectors': styled(
      `/*${rhyme(1_000)}*/ .rd-card${', .rd-card'.repeat(2_000)} { padding: 0; }`,
    ),
  },
  'css-properties': {
    'a component over the page': styled('.rd-card { position: fixed; }'),
    'a behaviour': styled('.rd-card { behavior: none; }'),
    'a binding': styled('.rd-card { -moz-binding: none; }'),
    'a property of its own': styled('.rd-card { --a: url(https://example.com/a.png); }'),
    'frames of height': styled('@keyframes a { to { height: 9px; } }'),
  },
  'css-values': {
    'an expression': styled('.rd-card { width: expression(alert(1)); }'),
    'something important': styled('.rd-card { padding: 0 !important; }'),
    'a transition of all': styled(quiet('transition: all 1s')),
    'a transition of nothing by name': styled(quiet('transition: 1s')),
    'a transition of width': styled(quiet('transition: color 1s, width 1s')),
    'a font of this computer': styled('@font-face { font-family: "A"; src: local("Arial"); }'),
    ...loading([
      'image-set("https://example.com/a.png" 1x, "images/a.png" 2x)',
      '-webkit-image-set("https://example.com/a.png" 1x)',
      'src("https://example.com/a.png")',
      'var(--a, url(https://example.com/a.png))',
      'cross-fade(url(images/a.png), "https://example.com/a.png")',
    ]),
  },
  'no-remote-resources': {
    ...loading([
      'url(https://example.com/a.png)',
      'url("//example.com/a.png")',
      'url(/images/a.png)',
      'url(../other/a.png)',
      'url(images/missing.png)',
      'url(images/a.png?user=1)',
      'URL( "HTTPS://example.com/a.png" )',
      `url(data:image/png;base64,${'A'.repeat(2_100)})`,
    ]),
    'an address that runs': styled('.rd-grid { background-image: url("javascript:alert(1)"); }'),
    'a drawing as data': styled('.rd-grid { background-image: url("data:image/svg+xml,x"); }'),
    'a font from elsewhere': styled(
      '@font-face { font-family: "A"; src: url(https://example.com/a.woff2); }',
    ),
    'a drawing with a picture from elsewhere': drawn(drawing('<image href="https://example.com/a.png"/>')),
    'a drawing with a link': drawn(drawing('<use xlink:href="//example.com/a.svg#b"/>')),
    'a drawing whose style loads': drawn(
      drawing('<style>path { fill: url(https://example.com/a.svg#b) }</style>'),
    ),
    'a drawing whose attribute loads': drawn(drawing('<path fill="url(https://example.com/a.svg#b)"/>')),
  },
  'svg-safe': {
    'a script': drawn(drawing('<script>alert(1)</script>')),
    'a script from XHTML': drawn(
      drawing('<h:script xmlns:h="http://www.w3.org/1999/xhtml">alert(1)</h:script>'),
    ),
    'foreign content': drawn(
      drawing('<foreignObject><p xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>'),
    ),
    'an event': drawn(drawing('<path onload="alert(1)"/>')),
    'an event of its own': drawn(drawing('', 'onload="alert(1)"')),
    'a link that runs': drawn(drawing('<use href="javascript:alert(1)"/>')),
    'a link that runs, in disguise': drawn(drawing('<use href=" java&#10;script:alert(1)"/>')),
    'a page as data': drawn(drawing('<use href="data:text/html,x"/>')),
    'a drawing as data': drawn(drawing('<image href="data:image/svg+xml,x"/>')),
    'an href that changes': drawn(drawing('<set attributeName="href" to="javascript:alert(1)"/>')),
    'endless motion': drawn(drawing('<animate attributeName="x" dur="1s" repeatCount="indefinite"/>')),
    'motion by style': drawn(drawing('<style>path { animation: a 1s infinite }</style>')),
    'another base': drawn(drawing('<path/>', 'xml:base="https://example.com"')),
    'entities of entities': drawn(
      `<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>${drawing('<text>&b;</text>')}`,
    ),
    'a file of the server': drawn(
      `<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>${drawing('<text>&a;</text>')}`,
    ),
    'a stylesheet by instruction': drawn(`<?xml-stylesheet href="a.css"?>${drawing('')}`),
    'uses of uses': drawn(
      drawing('<g id="a"><use href="#b"/><use href="#b"/></g><g id="b"><use href="#a"/></g>'),
    ),
    'XML that is not well-formed': drawn(drawing('<path>')),
    'a page': drawn('<html xmlns="http://www.w3.org/1999/xhtml"/>'),
    'more elements than anyone draws': drawn(drawing(`<desc>${rhyme(4_000)}</desc>${'<g/>'.repeat(6_000)}`)),
    'five thousand groups one inside the other': drawn(
      drawing(
        `<desc>${rhyme(4_000)}</desc>${Array.from({ length: 4_900 }, (_, i) => `<g id="n${(i * 7919).toString(36)}">`).join('')}${'</g>'.repeat(4_900)}`,
      ),
    ),
    nothing: drawn(''),
  },
  'token-values': {
    'a font list that is no font list': described(manifestWith(['tokens', 'typography', 'heading'], '12 13')),
    'an easing that is none': described(manifestWith(['tokens', 'transitions', 'easing'], 'swift')),
    'a shadow over the page': described(
      manifestWith(['tokens', 'dark', 'shadows', 'small'], '0 0 0 100vmax red'),
    ),
    'a border as wide as a page': described(manifestWith(['tokens', 'borders', 'width'], '900px')),
    'text of no size': described(manifestWith(['tokens', 'typography', 'sizes', 'base'], '0')),
  },
  responsive: {
    'one width for all screens': () => packageOf({ css: '.rd-button { border-radius: 4px; }' }),
    'a breakpoint that parts nothing': () =>
      packageOf({
        css: '@media (min-width: 1px) { .rd-card { padding: 1rem; } } @media (min-width: 40em) { .rd-card { padding: 2rem; } }',
      }),
  },
  previews: {
    'no dark preview': () => packageOf({ files: { 'previews/dark.png': null } }),
    'a preview of another size': packed({ 'previews/light.png': picture(1_281, 800) }),
    'a preview whose header says it is vast': packed({ 'previews/light.png': vast(picture(8, 8)) }),
    'a preview that nobody sees': packed({ 'previews/third.png': picture(8, 8) }),
    'a heavy preview': () =>
      packageOf({ files: { 'previews/light.png': heavier(picture(1_280, 800), 300_001) } }),
  },
  documentation: {
    'no description': () => packageOf({ files: { 'README.md': null } }),
    'a short description': packed({ 'README.md': '# Plain\n' }),
    'a description without a heading': packed({ 'README.md': 'word '.repeat(50) }),
    'a font without a licence': packed({ 'fonts/a.woff2': font(500) }),
  },
  'css-size': {
    'a stylesheet of 51 KB': () => packageOf({ moreCss: `/*${rhyme(51_000)}*/` }),
    'a stylesheet of 50,000 B': () => packageOf({ moreCss: `/*${rhyme(50_000 - plainCss.length - 4)}*/` }),
  },
  'font-budget': {
    'heavy fonts': packed({ 'fonts/a.woff2': noisyFont(200_001), LICENSE: 'OFL' }),
    'five fonts': packed({
      ...Object.fromEntries([1, 2, 3, 4, 5].map((name) => [`fonts/${name}.woff2`, font(500)])),
      LICENSE: 'OFL',
    }),
  },
  'image-budget': {
    'a heavy image': packed({ 'images/a.png': heavier(picture(8, 8), 200_001) }),
    'many images': packed(
      Object.fromEntries([1, 2, 3].map((name) => [`images/${name}.png`, heavier(picture(8, 8), 180_000)])),
    ),
    'an image whose header says it is vast': packed({ 'images/a.png': vast(picture(8, 8)) }),
  },
};

const arrays = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

/** Grids before such a picture, which no text stands on. */
function loading(values: readonly string[]): Zoo[string] {
  const files = { 'images/a.png': picture(8, 8) };
  return Object.fromEntries(
    values.map((value) => [
      value.slice(0, 60),
      () => packageOf({ moreCss: `.rd-grid { background-image: ${value}; }`, files }),
    ]),
  );
}

/** A card that moves for those who do not mind. */
function quiet(declaration: string): string {
  return `@media (prefers-reduced-motion: no-preference) { .rd-card { ${declaration}; } }`;
}
