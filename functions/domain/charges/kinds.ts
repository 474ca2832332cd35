import type { AccountId } from '../accounts.ts';
import type { Day } from '../time.ts';

/**
 * Each kind of charge, with the types and the kinds of lines that its charges may have. The order of the types is that
 * of reports.
 */
const shapes = {
  purchase: { types: ['capacityPack', 'jobSlotPack'], lines: ['pack'] },
  renewal: { types: ['capacityPack', 'jobSlotPack'], lines: ['pack'] },
  /** `correction`: the difference that a correction makes to the use of a period that was charged before. */
  overage: { types: ['overage'], lines: ['overage', 'correction'] },
  theme: { types: ['theme'], lines: ['theme'] },
  refund: { types: ['refund'], lines: ['refund'] },
} as const;

export type ChargeKind = keyof typeof shapes;
export type ChargeType = (typeof shapes)[ChargeKind]['types'][number];
export type ChargeLineKind = (typeof shapes)[ChargeKind]['lines'][number];

export const chargeKinds = Object.keys(shapes) as readonly ChargeKind[];
export const chargeTypes: readonly ChargeType[] = distinct(
  chargeKinds.flatMap((kind): readonly ChargeType[] => shapes[kind].types),
);
export const chargeLineKinds: readonly ChargeLineKind[] = distinct(
  chargeKinds.flatMap((kind): readonly ChargeLineKind[] => shapes[kind].lines),
);

function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}

/** `correction`: a credit that no charge took up. `dispute`: a lost dispute, whose money is owed again. */
export const refundCauses = ['correction', 'dispute'] as const;
export type RefundCause = (typeof refundCauses)[number];

interface PackSubject {
  readonly purchaseId: string;
  readonly packType: string;
}

/** What a charge of each kind says about what it is for. */
interface Subjects {
  readonly purchase: PackSubject;
  readonly renewal: PackSubject;
  readonly overage: { readonly meter: string; readonly period: Day };
  readonly theme: { readonly purchaseId: string; readonly themeId: string; readonly creator: AccountId };
  readonly refund: {
    readonly chargeId: string;
    readonly type: ChargeType;
    /** What made it, if nobody asked for it. */
    readonly cause?: RefundCause;
  };
}

/** What a charge is for, by its kind: what its payment brings about. */
export type SubjectOf<Kind extends ChargeKind> = {
  [K in Kind]: { readonly kind: K } & Subjects[K];
}[Kind];
export type ChargeSubject = SubjectOf<ChargeKind>;

/** Columns of the CSV report that are about what a charge is for. */
export type SubjectColumn = 'packType' | 'meter' | 'period' | 'refundOf' | 'purchaseId' | 'themeId';

interface KindRules<Kind extends ChargeKind> {
  /** Whether its amount is owed whatever becomes of one attempt to pay it. */
  readonly isDebt: boolean;
  /**
   * What the account must not buy a second time by mistake while the payment is pending: a pack type, a purchase or a
   * theme. Null: nothing.
   */
  readonly buys: (subject: SubjectOf<Kind>) => string | null;
  /** The figure of its pack type that counts it once it is paid. */
  readonly packFigure: 'sold' | 'renewed' | null;
  readonly cells: (subject: SubjectOf<Kind>) => Readonly<Partial<Record<SubjectColumn, string>>>;
}

const nothing = (): null => null;
const packCells = ({ packType, purchaseId }: PackSubject) => ({ packType, purchaseId });

const kinds: { readonly [Kind in ChargeKind]: KindRules<Kind> } = {
  purchase: { isDebt: false, buys: ({ packType }) => packType, packFigure: 'sold', cells: packCells },
  renewal: { isDebt: false, buys: ({ purchaseId }) => purchaseId, packFigure: 'renewed', cells: packCells },
  overage: {
    isDebt: true,
    buys: nothing,
    packFigure: null,
    cells: ({ meter, period }) => ({ meter, period }),
  },
  theme: {
    isDebt: false,
    buys: ({ themeId }) => themeId,
    packFigure: null,
    cells: ({ purchaseId, themeId }) => ({ purchaseId, themeId }),
  },
  refund: {
    isDebt: false,
    buys: nothing,
    packFigure: null,
    cells: ({ chargeId }) => ({ refundOf: chargeId }),
  },
};

/** Whether what is charged for is owed whatever becomes of one attempt to pay it. */
export const isOwed = ({ kind }: ChargeSubject): boolean => kinds[kind].isDebt;

/** What a second charge must not buy by mistake while this one waits for its payment; null when any may. */
export const boughtBy = <Kind extends ChargeKind>(subject: SubjectOf<Kind>): string | null =>
  kinds[subject.kind].buys(subject);

/** Its cells of the CSV report; empty where a column is not about its kind. */
export const cellsOf = <Kind extends ChargeKind>(
  subject: SubjectOf<Kind>,
): Record<SubjectColumn, string> => ({
  packType: '',
  meter: '',
  period: '',
  refundOf: '',
  purchaseId: '',
  themeId: '',
  ...kinds[subject.kind].cells(subject),
});

/** What the figures of a pack type count of a paid charge; null when it is for no pack. */
export function packFigureOf(subject: ChargeSubject) {
  const figure = kinds[subject.kind].packFigure;
  return figure && 'packType' in subject ? { packType: subject.packType, figure } : null;
}
