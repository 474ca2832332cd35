import type { ProviderName } from '../../../functions/domain/providers.ts';
import type { Session, SignIn } from './session.ts';

/** Finds out how one signs in here, and does. Never returns when the browser goes elsewhere for it. */
export async function openSession(): Promise<Session> {
  const { signIn, payments } = (await (await fetch('/config.json')).json()) as Config;
  const opened =
    signIn.kind === 'desk'
      ? (await import('./desk.ts')).openLocalSession(signIn.people)
      : await (await import('./cloud.ts')).openCloudSession(signIn);
  return { ...opened, payments };
}

interface Config {
  readonly signIn: SignIn;
  readonly payments: ProviderName;
}
