import { marshall } from '@aws-sdk/util-dynamodb';
import type { ThemeVersion } from '../../functions/domain/theme-store/theme-versions.ts';
import { iso } from '../../functions/domain/time.ts';
import { deriveEvents } from '../../functions/notifications/deriving.ts';
import { readChange } from '../../functions/store/stream/changes.ts';
import type { Image } from '../../functions/store/table/image.ts';
import { NOW } from '../support/arbitraries.ts';
import { CREATOR, refundEntry, saleEntry } from '../support/sharing.ts';

const imageOf = (pk: string, sk: string, record: object): Image =>
  marshall({ pk, sk, record, rev: 1 }, { removeUndefinedValues: true }) as Image;

/** What the stream's record of an item comes to: whom it concerns, and what they are told. */
function toldOf(before: Image | undefined, after: Image | undefined) {
  const change = readChange(before, after);
  return change && { account: change.account, events: deriveEvents(change, NOW) };
}

describe('a sale of a theme', () => {
  const sale = saleEntry('pur_1', 5_000, NOW);
  const image = imageOf(`A#${CREATOR}`, 'EARN#OPEN#2027-03-15#1#pur_1', sale);

  it('is published to the creator, without the buyer', () => {
    expect(toldOf(undefined, image)).toEqual({
      account: CREATOR,
      events: [
        {
          type: 'theme.sold',
          data: {
            purchaseId: 'pur_1',
            themeId: 'thm_1',
            name: 'Dusk',
            amount: { amount: 5_000, currency: 'CNY' },
            soldAt: iso(NOW),
          },
        },
      ],
    });
  });

  it('is published once: not when its entry is postponed, nor when it is allocated', () => {
    expect(toldOf(image, image)?.events).toEqual([]);
    expect(toldOf(image, undefined)).toBeNull();
    const refund = imageOf(
      `A#${CREATOR}`,
      'EARN#OPEN#2027-03-15#2#chg_1',
      refundEntry('chg_1', sale, 9, NOW),
    );
    expect(toldOf(undefined, refund)?.events).toEqual([]);
    expect(toldOf(undefined, imageOf(`A#${CREATOR}`, 'EARN#LEDGER', {}))).toBeNull();
  });
});

describe('the verdict on a package', () => {
  const check = { id: 'contrast', title: 'Contrast', measured: '3.1', required: '4.5', where: null };
  const versionOf = (parts: Partial<ThemeVersion>) =>
    imageOf('T#thm_1', 'V#0002', {
      themeId: 'thm_1',
      creator: CREATOR,
      name: 'Dusk',
      number: 2,
      state: 'running',
      checks: [],
      validatedAt: null,
      ...parts,
    });
  const running = versionOf({});
  const failed = versionOf({ state: 'failed', checks: [{ ...check, passed: false }], validatedAt: NOW });

  it('is published to the creator, with the failed checks', () => {
    const data = { themeId: 'thm_1', name: 'Dusk', version: 2, state: 'failed' };
    expect(toldOf(running, failed)).toEqual({
      account: CREATOR,
      events: [{ type: 'theme.validated', data: { ...data, failed: [{ ...check, passed: false }] } }],
    });
  });

  it('is published once, whatever becomes of the version', () => {
    expect(toldOf(undefined, running)?.events).toEqual([]);
    expect(toldOf(failed, failed)?.events).toEqual([]);
    expect(toldOf(failed, running)?.events).toEqual([]);
  });

  it('is not taken for a version of a stored object', () => {
    expect(toldOf(undefined, imageOf('O#bucket#key', 'V#1', {}))).toBeNull();
  });
});
