import { referenceContract } from './contract/reference.ts';
import { endpoint } from './http.ts';
import { describeApi } from './openapi.ts';

let description: string | undefined;

export const handler = endpoint(referenceContract, {
  'GET /openapi.json': async () => {
    description ??= JSON.stringify(describeApi());
    return {
      status: 200,
      body: JSON.parse(description),
      headers: { 'cache-control': 'public, max-age=300' },
    };
  },
});
