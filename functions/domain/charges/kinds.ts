import type { AccountId } from '../accounts.ts';
import type { Day } from '../time.ts';

/** Kind of charge → its types and the kinds of its lines. Reports list types in this order. */
const shapes = {
  purchase: { types: ['capacityPack', 'jobSlotPack'], lines: ['pack'] },
  renewal: { types: ['capacityPack', 'jobSlotPack'], lines: ['pack'] },
  /** `correction`: the change in cost after a correction of a period that was already charged. */
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

/** `correction`: a credit that no charge could apply. `dispute`: a lost dispute, whose money is owed again. */
export const refundCauses = ['correction', 'dispute'] as const;
export type RefundCause = (typeof refundCauses)[number];

interface PackSubject {
  readonly purchaseId: string;
  readonly packType: string;
}

/** Kind of charge → the data about its subject. */
interface Subjects {
  readonly purchase: PackSubject;
  readonly renewal: PackSubject;
  readonly overage: { readonly meter: string; readonly period: Day };
  readonly theme: { readonly purchaseId: string; readonly themeId: string; readonly creator: AccountId };
  readonly refund: {
    readonly chargeId: string;
    readonly type: ChargeType;
    /** The cause of a refund that nobody requested. */
    readonly cause?: RefundCause;
  };
}

/** What a charge of a kind is for. Determines the effects of its payment. */
export type SubjectOf<Kind extends ChargeKind> = {
  [K in Kind]: { readonly kind: K } & Subjects[K];
}[Kind];
export type ChargeSubject = SubjectOf<ChargeKind>;

/** Columns of the CSV report about the subject of a charge. */
export type SubjectColumn = 'packType' | 'meter' | 'period' | 'refundOf' | 'purchaseId' | 'themeId';

interface KindRules<Kind extends ChargeKind> {
  /** Whether the amount is owed even if an attempt to pay it fails. */
  readonly isDebt: boolean;
  /**
   * Returns what must not be bought twice by mistake while the payment is pending: a pack type, a purchase or a theme.
   * Null if there is nothing.
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

/** Whether charges of this subject are owed even if an attempt to pay them fails. */
export const isOwed = ({ kind }: ChargeSubject): boolean => kinds[kind].isDebt;

/** Returns what a second charge must not buy by mistake while this one is pending; null if nothing. */
export const boughtBy = <Kind extends ChargeKind>(subject: SubjectOf<Kind>): string | null =>
  kinds[subject.kind].buys(subject);

/** Returns the cells of the CSV report; empty for columns of other kinds. */
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

/** Returns the figure of the pack type that counts a paid charge; null if it is for no pack. */
export function packFigureOf(subject: ChargeSubject) {
  const figure = kinds[subject.kind].packFigure;
  return figure && 'packType' in subject ? { packType: subject.packType, figure } : null;
}
