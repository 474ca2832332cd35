import { addSums, revenueReport, soldTypes } from '../../../functions/domain/reports/revenue.ts';

const money = (amount: number | string) => ({ amount, currency: 'CNY' });

describe('a report of revenue', () => {
  const { total, byType } = revenueReport({
    'capacityPack.gross': 5_000,
    'capacityPack.refunds': 2_000,
    'theme.gross': 1_000,
    'theme.share': 700,
  });

  it('has each type that is sold, also where nothing was', () => {
    expect(Object.keys(byType)).toEqual(soldTypes);
    expect(byType.overage).toEqual({
      gross: money(0),
      refunds: money(0),
      net: money(0),
      creatorShare: money(0),
    });
  });

  it('has the refunds taken off, and the creators’ share in it', () => {
    expect(byType.capacityPack).toMatchObject({ net: money(3_000) });
    expect(total).toEqual({
      gross: money(6_000),
      refunds: money(2_000),
      net: money(4_000),
      creatorShare: money(700),
    });
  });
});

it('adds sums exactly, of whatever size', () => {
  const most = Number.MAX_SAFE_INTEGER;
  const sums = addSums([{ 'theme.gross': most }, { 'theme.gross': most, 'overage.gross': 1 }, {}]);
  expect(sums).toEqual({ 'theme.gross': 2n * BigInt(most), 'overage.gross': 1 });
  expect(revenueReport(sums).total.gross).toEqual(money((2n * BigInt(most) + 1n).toString()));
});
