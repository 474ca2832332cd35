import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, extname, join, relative, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { contentSecurityPolicy, pageHeaders } from '../../functions/runtime/security-headers.ts';
import { type Serve, send } from './answers.ts';

/** The output of `vite build` in web/. */
const WEB = fileURLToPath(new URL('../../web/dist', import.meta.url));
const RAPIDOC = '/docs/rapidoc-min.js';

/** File extension → content type. */
export const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

const DOCS = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Real Deal Billing: API</title>
<link rel="icon" href="/icon.svg">
<script type="module" src="${RAPIDOC}"></script>
<rapi-doc spec-url="/openapi.json" load-fonts="false" render-style="read" show-header="false"
  allow-authentication="true" allow-try="true" schema-style="table"></rapi-doc>
</html>
`;

/** The same policy as in the cloud. All connections of the pages are to this origin. */
const POLICY = contentSecurityPolicy([]);

/** Serves the dashboard at /, its files, and the API's reference at /docs, without other servers. */
export function pages(folder: string = WEB): Serve {
  return async (request, response, path) => {
    if (request.method !== 'GET') return false;
    if (path === '/docs') {
      // The reference loads the API's description from this origin only.
      const policy = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:";
      const headers = { ...pageHeaders, 'content-security-policy': policy };
      return send(response, 200, 'text/html; charset=utf-8', DOCS, headers);
    }
    if (path === RAPIDOC) return sendFile(response, rapidocFile());
    if (path === '/config.json') return send(response, 200, 'application/json', JSON.stringify(config));
    // All paths of the dashboard return one page. Unknown paths below the API's return a problem instead.
    if (/^\/(v1(\/|$)|health$)/.test(path)) return false;
    const isPage = path === '/' || (extname(path) === '' && request.headers.accept?.includes('text/html'));
    const file = fileIn(folder, isPage ? '/index.html' : path);
    return file !== null && sendFile(response, file);
  };
}

/** The users that can sign in locally: the accounts of the sample data, and a platform administrator. */
const config = {
  payments: 'sandbox',
  signIn: {
    kind: 'desk',
    people: [
      { sub: 'user_001', accounts: ['company_aurora', 'company_northlight'], groups: [] },
      { sub: 'user_002', accounts: [], groups: [] },
      { sub: 'user_003', accounts: [], groups: [] },
      { sub: 'user_admin', accounts: [], groups: ['admin'] },
    ],
  },
};

/** Returns the file of a path within the folder; null if the path leaves the folder or its type is not served. */
function fileIn(folder: string, path: string): string | null {
  try {
    const file = join(folder, decodeURIComponent(path));
    const within = relative(folder, file);
    const hidden = within.split(sep).some((part) => part.startsWith('.'));
    return hidden || file.includes('\0') || contentTypes[extname(file)] === undefined ? null : file;
  } catch {
    return null;
  }
}

async function sendFile(response: ServerResponse, file: string): Promise<boolean> {
  const facts = await stat(file).catch(() => null);
  if (facts === null || !facts.isFile()) return false;
  response.writeHead(200, {
    'content-type': contentTypes[extname(file)] ?? 'application/octet-stream',
    'content-length': facts.size,
    'cache-control': 'no-cache',
    ...pageHeaders,
    'content-security-policy': POLICY,
  });
  await pipeline(createReadStream(file), response);
  return true;
}

const rapidocFile = (): string => {
  const manifest = createRequire(import.meta.url).resolve('rapidoc/package.json');
  return join(dirname(manifest), 'dist', 'rapidoc-min.js');
};
