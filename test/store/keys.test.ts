import type { AccountId } from '../../functions/domain/accounts.ts';
import { metersOf } from '../../functions/domain/meters.ts';
import { periodOf } from '../../functions/domain/periods.ts';
import type { Instant } from '../../functions/domain/time.ts';
import * as registry from '../../functions/store/key-prefixes.ts';
import { isRelayed } from '../../functions/store/key-prefixes.ts';
import {
  accountKey,
  accountOf,
  balanceKey,
  chargeKey,
  deliveryKey,
  isAccountItem,
  objectKey,
  packTypeKey,
  purchaseIdIn,
  purchaseKey,
  readBalanceKey,
  readDeliveryKey,
} from '../../functions/store/keys.ts';
import {
  isThemeVersion,
  themeFiguresKey,
  themeOf,
  themeVersionKey,
} from '../../functions/store/theme-store/theme-keys.ts';

const account = 'user_keys' as AccountId;
const period = periodOf(Date.UTC(2027, 2, 15) as Instant);

describe('a key', () => {
  it.each(metersOf('counter', 'gauge', 'slots').map((meter) => [meter.name, meter] as const))(
    'of the balance of %s is read back',
    (_, meter) => {
      const scope = { counter: '2027-03-01', gauge: 'GAUGE', slots: 'SLOTS' }[meter.kind];
      const key = balanceKey(account, meter, period);
      expect(readBalanceKey(key)).toEqual({ scope, meter: meter.name });
      expect(accountOf(key)).toBe(account);
      expect(isRelayed(key)).toBe(true);
    },
  );

  it('is read as nothing else than what it is', () => {
    expect(readBalanceKey(accountKey(account))).toBeNull();
    expect(isAccountItem(accountKey(account))).toBe(true);
    expect(readBalanceKey(chargeKey(account, 'chg_1'))).toBeNull();
    expect(isAccountItem(chargeKey(account, 'chg_1'))).toBe(false);
    expect(purchaseIdIn(purchaseKey(account, 'pur_1'))).toBe('pur_1');
    expect(purchaseIdIn(chargeKey(account, 'chg_1'))).toBeNull();
    expect(accountOf(packTypeKey('cap_10'))).toBeNull();
    const delivery = { owner: account, endpointId: 'ep_1', deliveryId: 'dlv_1' };
    expect(readDeliveryKey(deliveryKey(account, 'ep_1', 'dlv_1'))).toEqual(delivery);
    expect(() => readDeliveryKey(chargeKey(account, 'chg_1'))).toThrow('no delivery');
  });

  it('of a version distinguishes themes from stored objects', () => {
    const [theme, object] = [themeVersionKey('thm_1', 2), objectKey('bucket', 'key', '1')];
    expect([theme, object].map(isThemeVersion)).toEqual([true, false]);
    expect([theme, object].map(isRelayed)).toEqual([true, false]);
    expect(themeOf(theme)).toBe('thm_1');
    expect(isRelayed(themeFiguresKey('thm_1', account))).toBe(true);
    expect(isRelayed(deliveryKey(account, 'ep_1', 'dlv_1'))).toBe(false);
  });
});

describe('the registry', () => {
  const prefixesOf = (suffix: '_PK' | '_SK' | '_LIST'): [string, string][] =>
    Object.entries(registry).flatMap(([name, value]) =>
      name.endsWith(suffix) && typeof value === 'string' ? [[name, value]] : [],
    );
  const clashes = (entries: readonly [string, string][]): string[] =>
    entries
      .filter(([name, one]) => entries.some(([other, its]) => name !== other && one.startsWith(its)))
      .map(([name]) => name);

  it.each(['_PK', '_SK', '_LIST'] as const)('has no prefix %s that begins with another', (suffix) => {
    // Pack types have a partition of their own, apart from the purchases of packs.
    const entries = prefixesOf(suffix).filter(([name]) => name !== 'PACK_TYPE_SK');
    expect(entries.length).toBeGreaterThan(9);
    expect(clashes(entries)).toEqual([]);
  });
});
