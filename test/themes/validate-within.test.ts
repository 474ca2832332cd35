import { validatePackage } from '../../functions/themes/validate.ts';
import { validateWithin, validationLimits } from '../../functions/themes/validate-within.ts';
import { packageOf } from '../support/theme-package.ts';

describe('a validation in a thread', () => {
  it('comes to the same verdict, with all that the store hands on', async () => {
    const zip = await packageOf();
    expect(await validateWithin(zip)).toEqual(await validatePackage(zip));
  });

  it('takes packages one after the other, however many come at once', async () => {
    const good = await packageOf();
    const bad = await packageOf({ moreCss: '.rd-card { position: fixed; }' });
    const verdicts = await Promise.all([good, bad, good, new Uint8Array()].map((zip) => validateWithin(zip)));
    expect(verdicts.map(({ passed }) => passed)).toEqual([true, false, true, false]);
  });

  it('is stopped by the clock, which is a verdict; the next package is validated all the same', async () => {
    const zip = await packageOf();
    const stopped = await validateWithin(zip, { ...validationLimits, milliseconds: 1 });
    expect(stopped).toMatchObject({ passed: false, theme: null });
    expect(stopped.checks).toEqual([
      expect.objectContaining({ id: 'too-complex', measured: 'more than 0.001 s' }),
    ]);
    expect((await validateWithin(zip)).passed).toBe(true);
  });

  it('is stopped at the limit of its memory, which is a verdict', async () => {
    const zip = await packageOf();
    const crowded = await packageOf({
      moreCss: '.rd-card{color:red}'.repeat(10_000),
      packing: { 'theme.css': { compress: false } },
    });
    const stopped = await validateWithin(crowded, { ...validationLimits, megabytes: 32 });
    expect(stopped.checks).toEqual([
      expect.objectContaining({ id: 'too-complex', measured: 'more than 32 MB' }),
    ]);
    expect((await validateWithin(zip)).passed).toBe(true);
  });
});
