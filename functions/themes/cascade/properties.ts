const sides = ['top', 'right', 'bottom', 'left'] as const;
const edges = (what: string): string[] => sides.map((side) => `border-${side}-${what}`);

/** A longhand that is looked at → what it is when nothing says otherwise. */
export const initials: Readonly<Record<string, string>> = {
  color: 'canvastext',
  'font-size': 'medium',
  'font-weight': '400',
  'line-height': 'normal',
  visibility: 'visible',
  'color-scheme': 'normal',
  '-webkit-text-fill-color': 'currentcolor',
  display: 'inline',
  content: 'normal',
  opacity: '1',
  filter: 'none',
  'backdrop-filter': 'none',
  'mix-blend-mode': 'normal',
  'box-shadow': 'none',
  'background-color': 'transparent',
  'background-image': 'none',
  'background-clip': 'border-box',
  ...Object.fromEntries(edges('color').map((name) => [name, 'currentcolor'])),
  ...Object.fromEntries(edges('style').map((name) => [name, 'none'])),
  ...Object.fromEntries(edges('width').map((name) => [name, 'medium'])),
  'outline-color': 'currentcolor',
  'outline-style': 'none',
  'outline-width': 'medium',
  'outline-offset': '0',
  'transition-duration': '0s',
  'transition-property': 'all',
  'animation-duration': '0s',
  'animation-name': 'none',
  'scroll-behavior': 'auto',
};

export const inherited: ReadonlySet<string> = new Set([
  'color',
  'font-size',
  'font-weight',
  'line-height',
  'visibility',
  'color-scheme',
  '-webkit-text-fill-color',
]);

/** What moves, and does not change how a page looks at rest. */
export const isMotion = (property: string): boolean =>
  /^(transition|animation|scroll-behavior)/.test(property);

const logical: Readonly<Record<string, readonly (typeof sides)[number][]>> = {
  block: ['top', 'bottom'],
  inline: ['left', 'right'],
  'block-start': ['top'],
  'block-end': ['bottom'],
  'inline-start': ['left'],
  'inline-end': ['right'],
};

const whats = ['color', 'style', 'width'] as const;
const sideLonghands = (side: string): string[] => whats.map((what) => `border-${side}-${what}`);

/** A shorthand → its longhands. The page is written from left to right, so logical sides are known. */
const shorthands: Readonly<Record<string, readonly string[]>> = {
  background: ['background-color', 'background-image', 'background-clip'],
  border: sides.flatMap(sideLonghands),
  ...Object.fromEntries(sides.map((side) => [`border-${side}`, sideLonghands(side)])),
  ...Object.fromEntries(whats.map((what) => [`border-${what}`, edges(what)])),
  ...Object.fromEntries(
    Object.entries(logical).map(([name, on]) => [`border-${name}`, on.flatMap(sideLonghands)]),
  ),
  ...Object.fromEntries(
    Object.entries(logical).flatMap(([name, on]) =>
      whats.map((what) => [`border-${name}-${what}`, on.map((side) => `border-${side}-${what}`)]),
    ),
  ),
  outline: ['outline-color', 'outline-style', 'outline-width'],
  font: ['font-size', 'font-weight', 'line-height'],
  transition: ['transition-duration', 'transition-property'],
  animation: ['animation-duration', 'animation-name'],
  all: Object.keys(initials),
};

const aliases: Readonly<Record<string, string>> = {
  '-webkit-transition': 'transition',
  '-webkit-animation': 'animation',
  '-webkit-filter': 'filter',
  '-webkit-backdrop-filter': 'backdrop-filter',
  '-webkit-background-clip': 'background-clip',
};

const plain = (property: string): string => aliases[property.toLowerCase()] ?? property.toLowerCase();

export const isKnown = (property: string): boolean =>
  property.startsWith('--') || plain(property) in initials || plain(property) in shorthands;

/** The longhands that a declaration sets. */
export function longhandsOf(property: string): readonly string[] {
  if (property.startsWith('--')) return [property];
  return shorthands[plain(property)] ?? [plain(property)];
}
