import { type Api, answered } from '../../api/client.ts';
import { isPassing, Refusal } from '../../api/refusal.ts';
import { sendForm, Unsent } from '../../api/send.ts';
import { removeUpload } from './queries.ts';
import { contentTypeOf, firstStage, isOnItsWay, type Stage, type Upload } from './upload.ts';

/** Files that are sent at the same time; the others wait for their turn. */
const AT_ONCE = 3;

interface Reserved {
  readonly uploadId: string;
  readonly expiresAt: string;
}

/** The uploads of one account. They go on while other pages are looked at. */
export class UploadQueue {
  readonly #api: Api;
  readonly #account: string;
  readonly #stops = new Map<string, AbortController>();
  readonly #listeners = new Set<() => void>();
  #uploads: readonly Upload[] = [];

  constructor(api: Api, account: string) {
    this.#api = api;
    this.#account = account;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly uploads = (): readonly Upload[] => this.#uploads;

  add(files: readonly File[]): void {
    const added = files.map((file): Upload => {
      const key = crypto.randomUUID();
      return { id: key, key, file, stage: firstStage(file) };
    });
    this.#change([...added.toReversed(), ...this.#uploads]);
    this.#goOn();
  }

  /** The same intent again, with what was reserved for it, unless the answer was no: that would only be given again. */
  again(id: string): void {
    this.#update(id, ({ key, stage, ...upload }) => ({
      ...upload,
      key: wasDenied(stage) ? crypto.randomUUID() : key,
      stage: { state: 'waiting' },
    }));
    this.#goOn();
  }

  cancel(id: string): void {
    this.#stops.get(id)?.abort();
    const upload = this.#find(id);
    if (upload?.stage.state === 'waiting')
      this.#stage(id, { state: 'cancelled', reservedUntil: null, isReleased: false });
  }

  remove(id: string): void {
    this.#change(this.#uploads.filter((upload) => upload.id !== id));
  }

  /** What the service says has become of an upload. */
  settle(id: string, state: 'stored' | 'expired' | 'deleted'): void {
    this.#stage(id, { state });
  }

  #goOn(): void {
    const busy = this.#uploads.filter((upload) => isOnItsWay(upload) && upload.stage.state !== 'waiting');
    const waiting = this.#uploads.filter(({ stage }) => stage.state === 'waiting').toReversed();
    for (const upload of waiting.slice(0, AT_ONCE - busy.length)) void this.#run(upload);
  }

  async #run({ id, key, file }: Upload): Promise<void> {
    const stop = new AbortController();
    this.#stops.set(id, stop);
    let reserved: Reserved | null = null;
    try {
      this.#stage(id, { state: 'reserving' });
      const { uploadId, expiresAt, ...form } = await this.#reserve(key, file, stop.signal);
      reserved = { uploadId, expiresAt };
      this.#stage(id, { state: 'sending', sent: 0 });
      await sendForm(form, file, (sent) => this.#stage(id, { state: 'sending', sent }), stop.signal);
      this.#stage(id, { state: 'reserved', uploadId });
    } catch (fault) {
      this.#stage(id, stop.signal.aborted ? await this.#cancelled(reserved) : failed(fault as Error));
    } finally {
      this.#stops.delete(id);
      this.#goOn();
    }
  }

  /** Releases what was reserved for a file whose sending was stopped; if that fails, it ends with its lease. */
  async #cancelled(reserved: Reserved | null): Promise<Stage> {
    if (reserved === null) return { state: 'cancelled', reservedUntil: null, isReleased: false };
    try {
      await removeUpload(this.#api, this.#account, reserved.uploadId);
      return { state: 'cancelled', reservedUntil: null, isReleased: true };
    } catch {
      return { state: 'cancelled', reservedUntil: reserved.expiresAt, isReleased: false };
    }
  }

  #reserve(key: string, file: File, signal: AbortSignal) {
    return answered(
      this.#api.POST('/v1/accounts/{account}/uploads', {
        params: { path: { account: this.#account }, header: { 'Idempotency-Key': key } },
        body: { fileName: file.name, bytes: file.size, contentType: contentTypeOf(file) },
        signal,
      }),
    );
  }

  #find = (id: string): Upload | undefined => this.#uploads.find((upload) => upload.id === id);
  #stage = (id: string, stage: Stage): void => this.#update(id, (upload) => ({ ...upload, stage }));

  #update(id: string, change: (upload: Upload) => Upload): void {
    this.#change(this.#uploads.map((upload) => (upload.id === id ? change(upload) : upload)));
  }

  #change(uploads: readonly Upload[]): void {
    this.#uploads = uploads;
    for (const listener of this.#listeners) listener();
  }
}

function wasDenied(stage: Stage): boolean {
  if (stage.state === 'cancelled') return stage.isReleased;
  if (stage.state !== 'failed') return true;
  return !isPassing(stage.fault) || (stage.fault instanceof Unsent && stage.fault.status !== 0);
}

const failed = (fault: Error): Stage =>
  fault instanceof Refusal && fault.problem.status === 402
    ? { state: 'blocked', refusal: fault }
    : { state: 'failed', fault };
