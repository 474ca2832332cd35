/** What a creator has by the rules of docs/money.md, as a person works it out with paper and pencil. ExactInteger fen. */

const DAY = 86_400_000;
const HOUR = 3_600_000;

const TIERS = [
  { from: 0, to: 10_000_000, tenths: 7 },
  { from: 10_000_000, to: 50_000_000, tenths: 6 },
  { from: 50_000_000, to: Number.POSITIVE_INFINITY, tenths: 5 },
] as const;
const THEME_CAP = 100_000_000;
const YEAR_CAP = 200_000_000;
const LEAST_FEE = 100;
const LEAST_PAYOUT = 10_000;

interface PaperSale {
  readonly purchaseId: string;
  readonly themeId: string;
  /** A multiple of ten fen, as every part that is given back: then no share of a tier is to be rounded. */
  readonly price: number;
  readonly at: number;
}

interface PaperRefund {
  readonly refundId: string;
  readonly purchaseId: string;
  readonly amount: number;
  readonly at: number;
}

export interface PaperLine {
  readonly id: string;
  readonly net: number;
  readonly share: number;
  readonly state: 'provisional' | 'maturing' | 'available';
}

interface Book {
  readonly lines: {
    id: string;
    purchaseId: string;
    at: number;
    net: number;
    share: number;
    matures: number;
  }[];
  readonly sales: Map<string, PaperSale & { share: number; refunded: number; back: number }>;
  readonly netOfYear: Map<number, number>;
  readonly shareOfYear: Map<number, number>;
  readonly shareOfTheme: Map<string, number>;
}

const add = <K>(sums: Map<K, number>, key: K, by: number): unknown =>
  sums.set(key, (sums.get(key) ?? 0) + by);
const yearOf = (at: number): number => new Date(at).getUTCFullYear();
const dayOf = (at: number): number => Math.floor(at / DAY);

export class PaperCreator {
  /** Where payouts go, as the sandbox has it; null while nobody has said. */
  payTo: 'sandbox_ok' | 'sandbox_declined' | null = null;
  readonly payouts: { amount: number; state: 'paid' | 'failed' }[] = [];
  #now: number;
  #waiting: { sales: PaperSale[]; refunds: PaperRefund[] } = { sales: [], refunds: [] };
  readonly #book: Book = {
    lines: [],
    sales: new Map(),
    netOfYear: new Map(),
    shareOfYear: new Map(),
    shareOfTheme: new Map(),
  };

  constructor(now: number) {
    this.#now = now;
  }

  sell(sale: PaperSale): void {
    this.#waiting.sales.push(sale);
  }

  refund(refund: PaperRefund): void {
    this.#waiting.refunds.push(refund);
  }

  /** Lets time pass: an hour after each midnight the day before is shared out, at six on the first it is paid out. */
  advance(now: number): void {
    const isDue = (at: number): boolean => at > this.#now && at <= now;
    for (let midnight = dayOf(this.#now) * DAY; midnight <= now; midnight += DAY) {
      if (isDue(midnight + HOUR)) this.#shareOut(dayOf(midnight));
      const isFirst = new Date(midnight).getUTCDate() === 1;
      if (isFirst && isDue(midnight + 6 * HOUR)) this.#payOut(midnight + 6 * HOUR);
    }
    this.#now = now;
  }

  #shareOut(before: number): void {
    const isOver = ({ at }: { at: number }) => dayOf(at) < before;
    const { sales, refunds } = this.#waiting;
    allocateShares(this.#book, sales.filter(isOver), refunds.filter(isOver));
    this.#waiting = {
      sales: sales.filter((sale) => !isOver(sale)),
      refunds: refunds.filter((refund) => !isOver(refund)),
    };
  }

  #payOut(now: number): void {
    const amount = this.balance(now).available;
    if (this.payTo === null || amount < LEAST_PAYOUT) return;
    this.payouts.unshift({ amount, state: this.payTo === 'sandbox_ok' ? 'paid' : 'failed' });
  }

  balance(now = this.#now): { available: number; maturing: number; paying: number; paid: number } {
    const { lines } = this.#book;
    const sum = (of: readonly { share: number }[]) => of.reduce((total, { share }) => total + share, 0);
    const paid = this.payouts.reduce(
      (total, { amount, state }) => total + (state === 'paid' ? amount : 0),
      0,
    );
    const ripe = sum(lines.filter(({ matures }) => matures <= now));
    return { available: ripe - paid, maturing: sum(lines) - ripe, paying: 0, paid };
  }

  /** By year: net sales and share, as far as they are shared out. */
  year(): { netSales: number; share: number } {
    const year = yearOf(this.#now);
    return {
      netSales: this.#book.netOfYear.get(year) ?? 0,
      share: this.#book.shareOfYear.get(year) ?? 0,
    };
  }

  /** Every line by the name of its sale or refund, and what waits as if its day were over. */
  lines(): PaperLine[] {
    const all = structuredClone(this.#book);
    const known = all.lines.length;
    allocateShares(all, this.#waiting.sales, this.#waiting.refunds);
    return all.lines.map(({ id, net, share, matures }, place) => {
      const state = matures <= this.#now ? 'available' : 'maturing';
      return { id, net, share, state: place < known ? state : 'provisional' };
    });
  }

  shared(): number {
    return this.#book.lines.reduce((total, { share }) => total + share, 0);
  }
}

/** Day by day; on each day the sales first, then the refunds, each by its name. */
function allocateShares(book: Book, sales: readonly PaperSale[], refunds: readonly PaperRefund[]): void {
  const days = new Set([...sales, ...refunds].map(({ at }) => dayOf(at)));
  for (const day of [...days].sort((a, b) => a - b)) {
    const isOfDay = ({ at }: { at: number }) => dayOf(at) === day;
    for (const sale of sales.filter(isOfDay).sort((a, b) => (a.purchaseId < b.purchaseId ? -1 : 1)))
      allocateSale(book, sale);
    for (const refund of refunds.filter(isOfDay).sort((a, b) => (a.refundId < b.refundId ? -1 : 1)))
      allocateRefund(book, refund);
  }
}

function allocateSale(book: Book, sale: PaperSale): void {
  const { purchaseId, themeId, price, at } = sale;
  const net = book.netOfYear.get(yearOf(at)) ?? 0;
  const full = TIERS.map(({ from, to, tenths }) => {
    const inTier = Math.max(0, Math.min(net + price, to) - Math.max(net, from));
    return (inTier / 10) * tenths;
  }).reduce((sum, each) => sum + each, 0);
  const share = Math.max(
    0,
    Math.min(
      full,
      price - LEAST_FEE,
      THEME_CAP - (book.shareOfTheme.get(themeId) ?? 0),
      YEAR_CAP - (book.shareOfYear.get(yearOf(at)) ?? 0),
    ),
  );
  book.sales.set(purchaseId, { ...sale, share, refunded: 0, back: 0 });
  enter(book, purchaseId, sale, at, price, share);
}

function allocateRefund(book: Book, { refundId, purchaseId, amount, at }: PaperRefund): void {
  const sale = book.sales.get(purchaseId);
  if (!sale) throw new Error(`${purchaseId} was never sold.`);
  sale.refunded += amount;
  const back = Math.floor((sale.share * sale.refunded) / sale.price);
  const taken = back - sale.back;
  sale.back = back;
  enter(book, refundId, sale, at, -amount, 0 - taken);
}

/** It counts in the year of its sale, and matures with it: at the first midnight that is 14 days after it was paid. */
function enter(book: Book, id: string, sale: PaperSale, at: number, net: number, share: number): void {
  add(book.netOfYear, yearOf(sale.at), net);
  add(book.shareOfYear, yearOf(sale.at), share);
  add(book.shareOfTheme, sale.themeId, share);
  const matures = Math.ceil((sale.at + 14 * DAY) / DAY) * DAY;
  book.lines.push({ id, purchaseId: sale.purchaseId, at, net, share, matures });
}
