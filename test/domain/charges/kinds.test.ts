import {
  boughtBy,
  type ChargeKind,
  cellsOf,
  chargeKinds,
  chargeLineKinds,
  chargeTypes,
  isOwed,
  packFigureOf,
  type SubjectOf,
} from '../../../functions/domain/charges/kinds.ts';
import type { Day } from '../../../functions/domain/time.ts';
import { accountNamed } from '../../support/grants.ts';

const examples: { readonly [Kind in ChargeKind]: SubjectOf<Kind> } = {
  purchase: { kind: 'purchase', purchaseId: 'pur_1', packType: 'cap_10' },
  renewal: { kind: 'renewal', purchaseId: 'pur_1', packType: 'cap_10' },
  overage: { kind: 'overage', meter: 'bandwidth', period: '2027-05-01' as Day },
  theme: { kind: 'theme', purchaseId: 'pur_2', themeId: 'thm_1', creator: accountNamed('user_creator') },
  refund: { kind: 'refund', chargeId: 'chg_1', type: 'capacityPack' },
};

describe('the kinds of charges', () => {
  it('have types and kinds of lines, each once, in the order of reports', () => {
    expect(chargeKinds).toEqual(Object.keys(examples));
    expect(chargeTypes).toEqual(['capacityPack', 'jobSlotPack', 'overage', 'theme', 'refund']);
    expect(chargeLineKinds).toEqual(['pack', 'overage', 'correction', 'theme', 'refund']);
  });

  it.each([
    ['purchase', false, 'cap_10', { packType: 'cap_10', figure: 'sold' }],
    ['renewal', false, 'pur_1', { packType: 'cap_10', figure: 'renewed' }],
    ['overage', true, null, null],
    ['theme', false, 'thm_1', null],
    ['refund', false, null, null],
  ] as const)('%s: a debt %s, buys %s, counted as %j', (kind, owed, bought, figure) => {
    const subject = examples[kind];
    expect([isOwed(subject), boughtBy(subject), packFigureOf(subject)]).toEqual([owed, bought, figure]);
  });

  it.each([
    ['purchase', { packType: 'cap_10', purchaseId: 'pur_1' }],
    ['renewal', { packType: 'cap_10', purchaseId: 'pur_1' }],
    ['overage', { meter: 'bandwidth', period: '2027-05-01' }],
    ['theme', { purchaseId: 'pur_2', themeId: 'thm_1' }],
    ['refund', { refundOf: 'chg_1' }],
  ] as const)('%s fills its columns of the CSV report, and leaves the others empty', (kind, cells) => {
    const empty = { packType: '', meter: '', period: '', refundOf: '', purchaseId: '', themeId: '' };
    expect(cellsOf(examples[kind])).toEqual({ ...empty, ...cells });
  });
});
