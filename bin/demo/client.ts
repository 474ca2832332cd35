export interface Answer<T> {
  readonly route: string;
  readonly status: number;
  readonly body: T;
}

export interface ApiClient {
  /**
   * Calls `METHOD /path`. What the answer looks like is the caller's word: the tour checks the figures. JSON is
   * parsed, anything else stays text.
   */
  call<T = unknown>(
    route: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer<T>>;
}

/** A client of the API with that token. */
export function connect(url: string, token: string | null): ApiClient {
  return {
    call: async (route, body, headers = {}) => {
      const [method = '', path = ''] = route.split(' ');
      const response = await fetch(url + path, {
        method,
        headers: {
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }).catch((cause) => {
        throw new Error(`Nothing answers at ${url}. Start a desk with npm start, or leave BASE_URL away.`, {
          cause,
        });
      });
      const text = await response.text();
      const isJson = /\bjson\b/.test(response.headers.get('content-type') ?? '');
      return { route, status: response.status, body: isJson ? JSON.parse(text) : text };
    },
  };
}
