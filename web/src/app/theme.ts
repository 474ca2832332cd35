import { useSyncExternalStore } from 'react';

/** A theme, and the version of it whose stylesheet is meant. */
export interface Look {
  readonly themeId: string;
  readonly name: string;
  readonly version: number;
}

/** A theme that these pages wear on this device, by the right of an account. */
export interface Worn extends Look {
  readonly account: string;
}

export interface Looks {
  /** Tried on until one has seen enough: nothing of it is kept. */
  readonly tried: Look | null;
  readonly worn: Worn | null;
  /** What was worn until the right to it ended. */
  readonly ended: Look | null;
}

const CHOSEN = 'theme';
/** Where the stylesheet that is worn is kept: links to it end within the hour. */
const CACHE = 'theme';
const STYLESHEET = '/theme.css';

let looks: Looks = { tried: null, worn: null, ended: null };
const sheets: { tried: CSSStyleSheet | null; worn: CSSStyleSheet | null } = { tried: null, worn: null };
const listeners = new Set<() => void>();

export const useLooks = (): Looks =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => looks,
  );

/** Shows a theme on these very pages until `stopTrying`. Rejects when its stylesheet cannot be had. */
export async function tryOn(look: Look, stylesheetUrl: string): Promise<void> {
  sheets.tried = sheetOf(await stylesheetAt(stylesheetUrl));
  change({ tried: look });
}

export function stopTrying(): void {
  sheets.tried = null;
  change({ tried: null });
}

/** Wears a theme on this device from now on. Rejects when its stylesheet cannot be had. */
export async function wear(worn: Worn, stylesheetUrl: string): Promise<void> {
  const css = await stylesheetAt(stylesheetUrl);
  const cache = await caches.open(CACHE);
  await cache.put(STYLESHEET, new Response(css, { headers: { 'content-type': 'text/css' } }));
  localStorage.setItem(CHOSEN, JSON.stringify(worn));
  sheets.worn = sheetOf(css);
  sheets.tried = null;
  change({ worn, tried: null, ended: null });
}

/** The pages look as they did before; `ended` when the right to what was worn has ended. */
export async function undress(ended: Look | null = null): Promise<void> {
  localStorage.removeItem(CHOSEN);
  sheets.worn = null;
  change({ worn: null, ended });
  await caches.delete(CACHE);
}

/** At the start: what was chosen on this device, if it was by one of these accounts. */
export async function wearAgain(accounts: readonly string[]): Promise<void> {
  const worn = chosen();
  if (worn === null || !accounts.includes(worn.account)) return;
  const kept = await caches.match(STYLESHEET, { cacheName: CACHE }).catch(() => undefined);
  // Whatever is missing is fetched once the right to it was looked up: until then it is version 0.
  sheets.worn = kept ? sheetOf(await kept.text()) : null;
  change({ worn: kept ? worn : { ...worn, version: 0 } });
}

function chosen(): Worn | null {
  try {
    return JSON.parse(localStorage.getItem(CHOSEN) ?? 'null') as Worn | null;
  } catch {
    return null;
  }
}

async function stylesheetAt(url: string): Promise<string> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
  return response.text();
}

function sheetOf(css: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return sheet;
}

function change(next: Partial<Looks>): void {
  looks = { ...looks, ...next };
  const shown = looks.tried ? sheets.tried : sheets.worn;
  document.adoptedStyleSheets = shown ? [shown] : [];
  // What is drawn on a canvas reads its colours again when the root changes.
  const { dataset } = document.documentElement;
  const look = looks.tried ?? looks.worn;
  if (look) dataset.theme = `${look.themeId} ${look.version}`;
  else delete dataset.theme;
  for (const listener of listeners) listener();
}
