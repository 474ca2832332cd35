import { useSyncExternalStore } from 'react';
import { sendForm } from '../../api/send.ts';
import type { Form } from './queries.ts';

/** A package that was chosen here, and how far it has come. */
export interface Sending {
  readonly form: Form;
  readonly file: File;
  readonly state: 'sending' | 'sent' | 'failed';
  /** Bytes. */
  readonly sent: number;
}

/** By theme, for as long as the pages are open: what is on its way stays so while one looks elsewhere. */
const sendings = new Map<string, Sending>();
const listeners = new Set<() => void>();

/** Sends the package of a theme. What comes of it is told by `useSending`. */
export async function sendPackage(form: Form, file: File): Promise<void> {
  const { themeId, upload } = form;
  const tell = (state: Sending['state'], sent: number) => {
    sendings.set(themeId, { form, file, state, sent });
    for (const listener of listeners) listener();
  };
  tell('sending', 0);
  try {
    await sendForm(upload, file, (sent) => tell('sending', sent), new AbortController().signal);
    tell('sent', file.size);
  } catch {
    tell('failed', 0);
  }
}

export const useSending = (themeId: string): Sending | undefined =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => sendings.get(themeId),
  );
