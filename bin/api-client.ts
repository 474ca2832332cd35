/** An answer of the API. JSON is parsed; any other body stays text. */
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

/** What a token says about its bearer. */
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
      // API Gateway calls even an empty body JSON.
      const isJson = text !== '' && /\bjson\b/.test(response.headers.get('content-type') ?? '');
      const { status } = response;
      return { route, status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
    },
  };
}

/** Returns the body of an answer that must have that status. Throws otherwise. */
export function must<T>(status: number, answer: Answer<T>): T {
  if (answer.status === status) return answer.body;
  throw new Error(
    `${answer.route} answered ${answer.status} instead of ${status}: ${JSON.stringify(answer.body)}`,
  );
}

/** Gets a token from an issuer that takes what `POST /dev/token` of the local stack takes. */
export async function tokenFrom(tokenUrl: string, claims: Claims): Promise<string> {
  const { origin, pathname, search } = new URL(tokenUrl);
  const issuer = connect(origin, null);
  const { status, body } = await issuer.call<{ token: string }>(`POST ${pathname}${search}`, claims);
  if (status >= 300) throw new Error(`No token: ${tokenUrl} answered ${status}: ${JSON.stringify(body)}`);
  return body.token;
}

/** Uploads a file as a browser does, with the form that the API has made for it. Throws if it is refused. */
export async function postForm(
  { url, fields }: { readonly url: string; readonly fields: Readonly<Record<string, string>> },
  content: string | Uint8Array<ArrayBuffer>,
  fileName: string,
): Promise<void> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  // S3 ignores all fields behind the file.
  form.append('file', new Blob([content]), fileName);
  const sent = await fetch(url, { method: 'POST', body: form });
  if (!sent.ok) throw new Error(`The upload of ${fileName} answered ${sent.status}: ${await sent.text()}`);
}
