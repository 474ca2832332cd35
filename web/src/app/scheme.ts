export const schemes = ['system', 'light', 'dark'] as const;
export type Scheme = (typeof schemes)[number];

const CHOSEN = 'scheme';

export const chosenScheme = (): Scheme =>
  schemes.find((scheme) => scheme === localStorage.getItem(CHOSEN)) ?? 'system';

/** Light, dark, or as the system is: by the attribute that themes know too. */
export function applyScheme(scheme: Scheme = chosenScheme()): void {
  localStorage.setItem(CHOSEN, scheme);
  const { dataset } = document.documentElement;
  if (scheme === 'system') delete dataset.scheme;
  else dataset.scheme = scheme;
}
