import { DAY, FREE } from './terms.ts';

interface HeldSlot {
  readonly jobId: string;
  readonly allocatedAt: number;
  until: number | null;
}

/** How long slots beyond a limit that fell stay before they are released. */
const GRACE = 3 * DAY;

/** Slots that a pack's end or a refund takes from the account, once their 72 hours are over. */
interface Loss {
  readonly packId: string;
  readonly until: number;
  /** How many slots are still kept beyond the coming limit because of it. */
  keeps: number;
  /** How many slots the limit still includes: a pack that has ended keeps its capacity for 72 hours. */
  included: number;
  /** The jobs that were announced with a loss before it that was canceled, then its own: the newest first. */
  announced: Set<string>;
}

const newest = <T>(items: readonly T[], count: number): T[] => (count > 0 ? items.slice(-count) : []);

/** A slot that will be released, when, and for which purchase. */
export interface Release {
  readonly jobId: string;
  readonly at: number;
  readonly packId: string;
}

/** The job slots of one account. */
export class Slots {
  readonly #granted = new Map<string, number>();
  #held: HeldSlot[] = [];
  /** In the order of their ends. */
  #losses: Loss[] = [];

  get limit(): number {
    return [...this.#granted.values()].reduce((sum, amount) => sum + amount, FREE.jobSlots);
  }

  /** The limit once the packs that have ended have lost their capacity. */
  get #comingLimit(): number {
    return this.#losses.reduce((limit, { included }) => limit - included, this.limit);
  }

  grant(packId: string, amount: number, now: number): void {
    this.#granted.set(packId, amount);
    this.#settle(now);
  }

  /** A pack has ended. Its capacity stays for 72 hours; then the newest slots beyond the coming limit go. */
  end(packId: string, now: number): void {
    const amount = this.#granted.get(packId) ?? 0;
    this.#settle(now);
    if (!this.#losses.some((loss) => loss.packId === packId && loss.included > 0))
      this.#lose({ packId, keeps: amount, included: amount }, now);
    this.#settle(now);
  }

  /** A pack that had ended was renewed: its slots are not lost. */
  renew(packId: string, now: number): void {
    for (const loss of this.#losses)
      if (loss.packId === packId && loss.included > 0) Object.assign(loss, { keeps: 0, included: 0 });
    this.#settle(now);
  }

  /** Takes a pack's slots from the limit: after its end, or by a refund, which gives 72 hours more. */
  take(packId: string, now: number): void {
    const amount = this.#granted.get(packId) ?? 0;
    const ending = this.#losses.find((loss) => loss.packId === packId && loss.included > 0);
    this.#settle(now);
    this.#granted.delete(packId);
    if (ending) this.#takeEnded(ending, now);
    else this.#lose({ packId, keeps: amount, included: 0 }, now);
    this.#settle(now);
  }

  /**
   * Takes the slots of a pack that had ended. Those that were announced keep their time; those that were allocated
   * since, while the capacity was still there, have 72 hours from now.
   */
  #takeEnded(ending: Loss, now: number): void {
    const held = this.heldAt(now);
    const lost = this.#losses.filter((loss) => loss.included === 0 || loss === ending);
    const known = held.filter(({ jobId }) => lost.some(({ announced }) => announced.has(jobId))).length;
    const keeps = Math.max(0, Math.min(ending.included, held.length - this.limit - known));
    const jobs = newest(this.#unannounced(0, now), keeps);
    Object.assign(ending, { keeps: ending.included - keeps, included: 0 });
    const { packId } = ending;
    this.#losses.push({ packId, until: now + GRACE, keeps, included: 0, announced: new Set(jobs.reverse()) });
  }

  #lose(loss: Pick<Loss, 'packId' | 'keeps' | 'included'>, now: number): void {
    const limit = this.#comingLimit - loss.included;
    const jobs = newest(this.#unannounced(limit, now), loss.keeps);
    this.#losses.push({ ...loss, until: now + GRACE, announced: new Set(jobs.reverse()) });
  }

  /** The newest slots beyond a limit that were not announced before. */
  #unannounced(limit: number, now: number): string[] {
    const announced = new Set(this.#losses.flatMap((loss) => [...loss.announced]));
    const held = this.heldAt(now);
    const others = held.filter(({ jobId }) => !announced.has(jobId));
    const beyond = held.length - limit - (held.length - others.length);
    return newest(others, beyond).map(({ jobId }) => jobId);
  }

  /** Cancels the earliest releases as far as what is held is within the coming limit. */
  #settle(now: number): void {
    let beyond = Math.max(0, this.heldAt(now).length - this.#comingLimit);
    for (const loss of [...this.#losses].reverse()) {
      loss.keeps = Math.min(loss.keeps, beyond);
      beyond -= loss.keeps;
    }
    const isOpen = (loss: Loss) => loss.keeps > 0 || loss.included > 0;
    const heirs = this.#losses.filter(isOpen);
    for (const loss of [...this.#losses].reverse()) {
      const heir = heirs.find(({ until }) => until >= loss.until);
      if (heir && !isOpen(loss)) heir.announced = new Set([...loss.announced, ...heir.announced]);
    }
    this.#losses = heirs;
  }

  /** The releases to come, by what is held now: of the slots that are beyond then those that were announced first. */
  planned(now: number): Release[] {
    let held = this.heldAt(now);
    const announced = new Set<string>();
    return this.#losses.flatMap(({ packId, until, announced: own }, i) => {
      for (const jobId of own) announced.add(jobId);
      const later = this.#losses.slice(i + 1);
      const kept = later.reduce((sum, loss) => sum + Math.max(loss.keeps, loss.included), this.#comingLimit);
      const going = [...announced]
        .flatMap((jobId) => held.filter((slot) => slot.jobId === jobId))
        .slice(0, Math.max(0, held.length - kept));
      held = held.filter((slot) => !going.includes(slot));
      return going.map(({ jobId }) => ({ jobId, at: until, packId }));
    });
  }

  /** The next moment at which slots beyond the limit are released. */
  get nextRelease(): number | null {
    return this.#losses.find(({ included }) => included === 0)?.until ?? null;
  }

  /** Releases what is due. Returns the jobs whose slots were released. */
  releaseDue(now: number): string[] {
    const going = this.planned(now)
      .filter(({ at }) => at <= now)
      .map(({ jobId }) => jobId);
    for (const jobId of going) this.free(jobId);
    for (const loss of this.#losses) if (loss.until <= now && loss.included === 0) loss.keeps = 0;
    this.#settle(now);
    return going;
  }

  heldAt(now: number): readonly HeldSlot[] {
    return this.#held
      .filter(({ until }) => until === null || until > now)
      .sort((a, b) => a.allocatedAt - b.allocatedAt || (a.jobId < b.jobId ? -1 : 1));
  }

  holder(jobId: string, now: number): HeldSlot | undefined {
    return this.heldAt(now).find((slot) => slot.jobId === jobId);
  }

  allocate(jobId: string, allocatedAt: number, until: number | null): void {
    this.free(jobId);
    this.#held.push({ jobId, allocatedAt, until });
  }

  free(jobId: string): void {
    this.#held = this.#held.filter((slot) => slot.jobId !== jobId);
  }
}
