import { claimsOf, type Person, type Session } from './session.ts';

const CHOSEN = 'person';
/** A token is asked for anew this long before it ends. */
const MARGIN_SECONDS = 60;

/** On a machine of one's own: whoever one says one is. */
export function openLocalSession(people: readonly Person[]): Omit<Session, 'payments'> {
  // Files are posted to 127.0.0.1, where the desk listens: a page of another origin may not.
  if (location.hostname === 'localhost') location.hostname = '127.0.0.1';
  const chosen = sessionStorage.getItem(CHOSEN);
  const [first] = people;
  const person = people.find(({ sub }) => sub === chosen) ?? first;
  if (!person) throw new Error('Nobody may sign in here.');
  let token: string | null = null;
  return {
    subject: person.sub,
    accounts: [person.sub, ...person.accounts],
    isAdmin: person.groups.includes('admin'),
    token: async () => {
      if (token === null || claimsOf(token).end < Date.now() / 1_000 + MARGIN_SECONDS)
        token = await issue(person);
      return token;
    },
    signOut: null,
    people,
    become: ({ sub }) => {
      sessionStorage.setItem(CHOSEN, sub);
      location.assign('/');
    },
  };
}

async function issue(person: Person): Promise<string> {
  const response = await fetch('/dev/token', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(person),
  });
  if (!response.ok) throw new Error(`No token: ${response.status}`);
  return ((await response.json()) as { token: string }).token;
}
