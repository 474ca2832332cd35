import type { Node } from 'constructs';

/** What one deployment is told from outside, by `-c name=value` or by `cdk.json`. */
export interface Deployment {
  readonly stage: string;
  /** Whether its data outlives its stacks. Only `dev` may be thrown away. */
  readonly keepsData: boolean;
  /** Where the dashboard is served: the one origin that browsers may call from. */
  readonly webOrigin: string;
  readonly tokens: TokenTrust;
}

/** Whose tokens are believed. API Gateway finds the keys by the issuer; functions fetch them from `jwksUrl`. */
export interface TokenTrust {
  readonly tokenIssuer: string;
  readonly tokenAudience: string;
  readonly jwksUrl: string;
}

/** Good enough to synthesise a `dev` stage with; no token is ever signed by this issuer. */
const devDefaults = {
  tokenIssuer: 'https://issuer.example/',
  tokenAudience: 'billing',
  jwksUrl: 'https://issuer.example/.well-known/jwks.json',
  webOrigin: 'http://localhost:3000',
} as const;

type ContextName = keyof typeof devDefaults;

/** Reads the deployment from the app's context. Refuses all that is missing or unsafe at once. */
export function deploymentOf(node: Node): Deployment {
  const stage = text(node, 'stage') ?? 'dev';
  if (!/^[a-z][a-z0-9]{0,15}$/.test(stage)) {
    throw new Error(`The stage '${stage}' must be 1 to 16 lower-case letters and digits, a letter first.`);
  }
  const isDev = stage === 'dev';
  const told = (name: ContextName): string => text(node, name) ?? (isDev ? devDefaults[name] : '');
  const tokens = {
    tokenIssuer: told('tokenIssuer'),
    tokenAudience: told('tokenAudience'),
    jwksUrl: told('jwksUrl'),
  };
  const webOrigin = told('webOrigin');
  if (!isDev) refuseDefects(stage, { ...tokens, webOrigin });
  return { stage, keepsData: !isDev, webOrigin, tokens };
}

function text(node: Node, name: string): string | undefined {
  const value: unknown = node.tryGetContext(name);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function refuseDefects(stage: string, values: Readonly<Record<ContextName, string>>): void {
  const defects = Object.entries(values).flatMap(([name, value]) => {
    if (value === '') return [`${name} is not given`];
    if (name !== 'tokenAudience' && !value.startsWith('https://'))
      return [`${name} must start with https://`];
    return [];
  });
  if (defects.length === 0) return;
  throw new Error(
    `The stage '${stage}' cannot be synthesised: ${defects.join('; ')}. Give each as -c name=value; only 'dev' has defaults.`,
  );
}
