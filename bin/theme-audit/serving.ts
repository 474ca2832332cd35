import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basePage } from '../../functions/themes/base/page.ts';
import { baseStyles } from '../../functions/themes/base/styles.ts';

export interface Served {
  readonly url: string;
  stop(): Promise<void>;
}

export type Asset = { readonly bytes: Uint8Array; readonly contentType: string };

/** Serves the base page in a theme, with the theme's files, on a free loopback port. */
export async function serveTheme(stylesheet: string, assets: ReadonlyMap<string, Asset>): Promise<Served> {
  const text = (contentType: string, content: string): Asset => ({
    contentType,
    bytes: Buffer.from(content),
  });
  const links = '<link rel="stylesheet" href="/base.css"><link rel="stylesheet" href="/theme.css"></head>';
  const files = new Map<string, Asset>([
    ...assets,
    ['', text('text/html; charset=utf-8', basePage.replace('</head>', links))],
    ['base.css', text('text/css; charset=utf-8', baseStyles)],
    ['theme.css', text('text/css; charset=utf-8', stylesheet)],
    ['favicon.ico', text('image/x-icon', '')],
  ]);
  const server = createServer((request, response) => {
    const file = files.get(
      decodeURIComponent(new URL(request.url ?? '/', 'http://loopback').pathname.slice(1)),
    );
    response.writeHead(file ? 200 : 404, { 'content-type': file?.contentType ?? 'text/plain' });
    response.end(file?.bytes);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    stop: () =>
      new Promise((stopped) => {
        server.close(() => stopped());
        server.closeAllConnections();
      }),
  };
}
