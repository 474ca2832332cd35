const titles = {
  'package-readable': 'The package is a readable zip file',
  'package-size': 'The package size is within the limits',
  'package-ratio': 'The package is not a zip bomb',
  'package-paths': 'File names are safe on all systems',
  'package-links': 'The package contains only regular files',
  'package-contents': 'The package contains the expected files',
  'manifest-valid': 'theme.json is valid',
  'dark-variant': 'The theme has a dark variant',
  'stylesheet-valid': 'theme.css can be parsed',
  'css-at-rules': 'Rules are at the top level or in a media query',
  'css-selectors': 'Selectors match components and their states',
  'css-properties': 'Properties style components without moving them',
  'css-values': 'Values are within the allowed ranges',
  'colours-valid': 'Colors are valid',
  'contrast-text': 'Text has enough contrast',
  'contrast-components': 'Controls have enough contrast',
  'focus-visible': 'The focus indicator is visible',
  'reduced-motion': 'Reduced motion is respected',
  'text-size': 'Text is large enough',
  'line-height': 'Line height is sufficient',
  'svg-safe': 'SVG files contain only drawing elements',
  'no-remote-resources': 'All resources are in the package',
  'token-values': 'Token values are valid',
  'css-size': 'theme.css is within the size limit',
  'font-budget': 'Fonts are within the limits',
  'image-budget': 'Images are within the size limit',
  responsive: 'The theme is responsive',
  previews: 'Previews in light and dark are included',
  documentation: 'Documentation is included',
  'too-complex': 'Validation finishes within its limits',
  'validation-completed': 'Validation completed',
} as const;

type AsSaid = { readonly [Id in keyof typeof titles]: '{{required}}' };

/** What a theme is held to, by the id of the check. In English the API says itself what each requires. */
export const checks = {
  titles,
  requirements: Object.fromEntries(Object.keys(titles).map((id) => [id, '{{required}}'])) as AsSaid,
} as const;
