/** Where and with which fields the storage takes one file. */
export interface Form {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** The storage did not take it; `status` is 0 when nothing was heard of it. */
export class Unsent extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`Not sent: ${status}`);
    this.name = 'Unsent';
    this.status = status;
  }
}

/**
 * Sends a form with its file last. By XMLHttpRequest: fetch tells nothing of what is on its way. Rejects with Unsent,
 * or with the signal's reason when it was stopped.
 */
export function sendForm(
  { url, fields }: Form,
  file: File,
  onProgress: (sent: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', file);
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const request = new XMLHttpRequest();
    request.upload.onprogress = ({ loaded }) => onProgress(Math.min(loaded, file.size));
    request.onload = () =>
      request.status >= 200 && request.status < 300 ? resolve() : reject(new Unsent(request.status));
    request.onerror = () => reject(new Unsent(0));
    request.onabort = () => reject(signal.reason);
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.open('POST', url);
    request.send(form);
  });
}
