const titles = {
  'package-readable': 'The package is a zip that can be read',
  'package-size': 'The package is not too large',
  'package-ratio': 'The package is no zip bomb',
  'package-paths': 'Names are safe on every system',
  'package-links': 'The package holds plain files',
  'package-contents': 'The package holds what a theme is made of',
  'manifest-valid': 'theme.json says what a theme is',
  'dark-variant': 'The theme has a dark variant',
  'stylesheet-valid': 'theme.css can be read',
  'css-at-rules': 'Rules stand by themselves or in a media query',
  'css-selectors': 'Selectors name components and their states',
  'css-properties': 'Properties dress components and do not move them',
  'css-values': 'Values stay within bounds',
  'colours-valid': 'Colours can be read',
  'contrast-text': 'Text stands out from what is behind it',
  'contrast-components': 'Controls stand out from what is around them',
  'focus-visible': 'The focus can be seen',
  'reduced-motion': 'Nothing moves for who asks for less motion',
  'text-size': 'Text is large enough',
  'line-height': 'Lines of running text leave room between them',
  'svg-safe': 'SVG files only draw',
  'no-remote-resources': 'Everything is loaded from the package',
  'token-values': 'Tokens are values of their properties',
  'css-size': 'theme.css is small',
  'font-budget': 'Fonts are few and small',
  'image-budget': 'Images are small',
  responsive: 'The theme fits every width',
  previews: 'The theme shows itself in both schemes',
  documentation: 'The theme is described',
  'too-complex': 'The package can be checked in time',
  'validation-completed': 'The package can be checked',
} as const;

type AsSaid = { readonly [Id in keyof typeof titles]: '{{required}}' };

/** What a theme is held to, by the id of the check. In English the API says itself what each requires. */
export const checks = {
  titles,
  requirements: Object.fromEntries(Object.keys(titles).map((id) => [id, '{{required}}'])) as AsSaid,
} as const;
