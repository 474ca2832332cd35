import { connect } from 'node:net';

const PATIENCE_MS = 1_000;
const PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

/** Whether a process listens at the address. */
export function isReachable(url: string): Promise<boolean> {
  const { hostname, port, protocol } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect({
      host: hostname.replace(/^\[|\]$/g, ''),
      port: port === '' ? (PORTS[protocol] ?? 80) : Number(port),
      timeout: PATIENCE_MS,
    });
    const answer = (isThere: boolean) => () => {
      socket.destroy();
      resolve(isThere);
    };
    socket.once('connect', answer(true)).once('error', answer(false)).once('timeout', answer(false));
  });
}
