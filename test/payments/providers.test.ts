import { join } from 'node:path';
import { build } from 'esbuild';
import { configure } from '../support/payments.ts';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
const { chosenProvider, requireProvider } = await import('../../functions/payments/providers/providers.ts');

beforeEach(() => configure({ paymentProvider: undefined, stripeSecretKey: undefined }));

describe('the chosen provider', () => {
  it('is the sandbox, unless the setting names another', async () => {
    expect((await chosenProvider()).name).toBe('sandbox');
    configure({ paymentProvider: 'stripe', stripeSecretKey: 'sk_test_123' });
    expect((await chosenProvider()).name).toBe('stripe');
  });

  it('is none when the setting names what is not there', async () => {
    configure({ paymentProvider: 'constructor' });
    await expect(chosenProvider()).rejects.toThrow(
      'no payment provider constructor; there are sandbox, stripe',
    );
  });
});

describe('a provider by name', () => {
  it('is there also when it is not chosen', async () => {
    configure({ stripeSecretKey: 'sk_test_123' });
    expect((await requireProvider('stripe')).name).toBe('stripe');
    expect((await requireProvider('sandbox')).name).toBe('sandbox');
  });

  it('says what is missing when it is not set up', async () => {
    await expect(requireProvider('stripe')).rejects.toThrow('The secret stripeSecretKey is not set up');
  });

  it("loads Stripe's SDK only when it is asked for", async () => {
    const { metafile } = await build({
      entryPoints: [join(import.meta.dirname, '../../functions/payments/providers/providers.ts')],
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'node',
      outdir: 'unwritten',
      write: false,
      metafile: true,
    });
    const [entry = ''] = Object.keys(metafile.outputs).filter((path) => path.endsWith('/providers.js'));
    const loaded = new Set([entry]);
    for (const path of loaded)
      for (const target of metafile.outputs[path]?.imports ?? [])
        if (target.kind === 'import-statement' && !target.external) loaded.add(target.path);
    const inputsOf = (path: string) => Object.keys(metafile.outputs[path]?.inputs ?? {});
    const isOfStripe = (path: string) => path.startsWith('node_modules/stripe/');
    expect([...loaded].flatMap(inputsOf).filter(isOfStripe)).toEqual([]);
    expect(Object.keys(metafile.inputs).filter(isOfStripe)).not.toEqual([]);
  });
});
