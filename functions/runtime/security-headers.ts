/** The headers that browsers are protected with: CloudFront and the local server send the same. A table: no code of ours. */

/** How long browsers may only come by https. Sent over https alone: over http they ignore it (RFC 6797, 8.1). */
export const HTTPS_ONLY_DAYS = 365;

/** Of every answer: what it is, its `Content-Type` says, and nothing else. */
export const contentTypeHeader = { 'x-content-type-options': 'nosniff' } as const;

/** Of the pages of the dashboard and their files, besides `contentSecurityPolicy`. */
export const pageHeaders = {
  ...contentTypeHeader,
  'x-frame-options': 'DENY',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
} as const;

/** The pages run their own files only, and talk to nobody but these: previews of themes are shown from there too. */
export const contentSecurityPolicy = (otherOrigins: readonly string[]): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    ["img-src 'self' data:", ...otherOrigins].join(' '),
    "font-src 'self' data:",
    ["connect-src 'self'", ...otherOrigins].join(' '),
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
