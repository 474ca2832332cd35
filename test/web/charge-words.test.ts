import { chargeKinds, chargeLineKinds, chargeTypes } from '../../functions/domain/charges/kinds.ts';
import { useChargeLine } from '../../web/src/language/charge-line.ts';
import { useFailureText } from '../../web/src/language/failure-text.ts';
import { zh } from '../../web/src/language/zh.ts';
import { spoken } from './support/spoken.ts';

const description = 'What the API calls it';
const overage = { kind: 'overage', meter: 'bandwidth' };
const purchase = { kind: 'purchase', packType: 'cap_10' };

describe('a charge', () => {
  it('has words for every type and a title for every kind, and for no other', () => {
    expect(Object.keys(zh.charges.types).sort()).toEqual([...chargeTypes].sort());
    expect(Object.keys(zh.charges.titles).sort()).toEqual([...chargeKinds].sort());
  });
});

describe('the lines of a charge', () => {
  it('has words for every kind, and for no other', () => {
    expect(Object.keys(zh.charges.lines).sort()).toEqual([...chargeLineKinds].sort());
  });

  it.each([
    [purchase, { kind: 'pack' }, '资源包 cap_10'],
    [overage, { kind: 'overage', period: '2026-11-01' }, '流量超额用量，2026年11月'],
    [overage, { kind: 'correction', period: '2026-10-01' }, '流量超额用量更正，2026年10月'],
    [{ kind: 'refund' }, { kind: 'refund' }, '退款'],
  ])('of %j: %j', async (subject, line, chinese) => {
    expect((await spoken('en', useChargeLine))(subject, { ...line, description })).toBe(description);
    expect((await spoken('zh', useChargeLine))(subject, { ...line, description })).toBe(chinese);
  });

  it('uses the API’s text for lines without a kind or with an unknown kind', async () => {
    const lineText = await spoken('zh', useChargeLine);
    expect(lineText(overage, { description })).toBe(description);
    expect(lineText(overage, { kind: 'gift', description })).toBe(description);
  });
});

describe('why a charge failed', () => {
  it('is shown in the language of the page', async () => {
    const failure = 'The card was declined.';
    expect((await spoken('en', useFailureText))({ type: 'overage', failure })).toBe(failure);
    const failureText = await spoken('zh', useFailureText);
    expect(failureText({ type: 'overage', failure })).toBe('支付平台未能完成收款。');
    expect(failureText({ type: 'refund', failure })).toBe('支付平台未能完成退款。');
    expect(failureText({ type: 'overage', failure: null })).toBeNull();
  });
});
