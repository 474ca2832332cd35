import { type User, UserManager, WebStorageStateStore } from 'oidc-client-ts';
import { claimsOf, type Session, type SignIn } from './session.ts';

const CALLBACK = '/signed-in';

/** By the code flow with PKCE at the user pool's own page. Where one was going is where one arrives. */
export async function openCloudSession(
  signIn: Extract<SignIn, { kind: 'oidc' }>,
): Promise<Omit<Session, 'payments'>> {
  const manager = new UserManager({
    authority: signIn.authority,
    client_id: signIn.clientId,
    redirect_uri: `${location.origin}${CALLBACK}`,
    scope: 'openid',
    response_type: 'code',
    automaticSilentRenew: true,
    // With the tab it is gone.
    userStore: new WebStorageStateStore({ store: sessionStorage }),
  });
  const user = (await arrived(manager)) ?? (await known(manager)) ?? (await goAndSignIn(manager));
  const { subject, accounts, isAdmin } = claimsOf(user.access_token);
  return {
    subject,
    accounts,
    isAdmin,
    token: async () => ((await known(manager)) ?? (await goAndSignIn(manager))).access_token,
    signOut: async () => {
      await manager.removeUser();
      const back = encodeURIComponent(`${location.origin}/`);
      location.assign(`${signIn.signOutUrl}?client_id=${signIn.clientId}&logout_uri=${back}`);
    },
    people: null,
    become: () => {},
  };
}

async function arrived(manager: UserManager): Promise<User | null> {
  if (location.pathname !== CALLBACK) return null;
  const user = await manager.signinRedirectCallback();
  history.replaceState(null, '', typeof user.state === 'string' ? user.state : '/');
  return user;
}

async function known(manager: UserManager): Promise<User | null> {
  const user = await manager.getUser();
  if (!user?.expired) return user;
  return manager.signinSilent().catch(() => null);
}

async function goAndSignIn(manager: UserManager): Promise<User> {
  await manager.signinRedirect({ state: `${location.pathname}${location.search}` });
  return new Promise(() => {});
}
