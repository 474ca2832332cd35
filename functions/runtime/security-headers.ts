/** The security headers that CloudFront and the local server send. This file contains data only. */

/** How long browsers must use https. Sent over https only, because browsers ignore it over http (RFC 6797, 8.1). */
export const HTTPS_ONLY_DAYS = 365;

/** Sent with every response: browsers must not guess a type other than the `Content-Type`. */
export const contentTypeHeader = { 'x-content-type-options': 'nosniff' } as const;

/** Sent with the dashboard's pages and files, besides `contentSecurityPolicy`. */
export const pageHeaders = {
  ...contentTypeHeader,
  'x-frame-options': 'DENY',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
} as const;

/**
 * Returns the policy of the pages: they run only their own files, and connect only to these origins, which also serve
 * the previews of themes.
 */
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
