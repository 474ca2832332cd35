/** A response of the API. JSON is parsed; other bodies stay text. */
export interface Answer<T> {
  readonly route: string;
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

export interface ApiClient {
  /** Calls `METHOD /path`. `T` is the caller's claim about the body. A text body is sent as it is. */
  call<T = unknown>(
    route: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer<T>>;
}

/** The claims of a token. */
export interface Claims {
  readonly sub: string;
  readonly scope?: string;
  readonly groups?: readonly string[];
  readonly accounts?: readonly string[];
}

/** Returns a client of the API with that token. Its calls reject if nothing answers at the URL. */
export function connect(url: string, token: string | null, signal?: AbortSignal): ApiClient {
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
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
        ...(signal && { signal }),
      }).catch((cause) => {
        throw new Error(`Nothing answers at ${url}. Start the local stack with npm start, or set BASE_URL.`, {
          cause,
        });
      });
      const text = await response.text();
      // API Gateway sends the content type of JSON with empty bodies, too.
      const isJson = text !== '' && /\bjson\b/.test(response.headers.get('content-type') ?? '');
      const { status } = response;
      return { route, status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
    },
  };
}

/** Returns the body of a response with this status. Throws for other statuses. */
export function must<T>(status: number, answer: Answer<T>): T {
  if (answer.status === status) return answer.body;
  throw new Error(
    `${answer.route} answered ${answer.status} instead of ${status}: ${JSON.stringify(answer.body)}`,
  );
}

/** Gets a token from an issuer with the interface of `POST /dev/token` of the local stack. */
export async function tokenFrom(tokenUrl: string, claims: Claims): Promise<string> {
  const { origin, pathname, search } = new URL(tokenUrl);
  const issuer = connect(origin, null);
  const { status, body } = await issuer.call<{ token: string }>(`POST ${pathname}${search}`, claims);
  if (status >= 300) throw new Error(`No token: ${tokenUrl} answered ${status}: ${JSON.stringify(body)}`);
  return body.token;
}

/** Uploads a file like a browser, with a form from the API. Throws if it is refused. */
export async function postForm(
  { url, fields }: { readonly url: string; readonly fields: Readonly<Record<string, string>> },
  content: string | Uint8Array<ArrayBuffer>,
  fileName: string,
): Promise<void> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  // S3 ignores fields after the file.
  form.append('file', new Blob([content]), fileName);
  const sent = await fetch(url, { method: 'POST', body: form });
  if (!sent.ok) throw new Error(`The upload of ${fileName} answered ${sent.status}: ${await sent.text()}`);
}
