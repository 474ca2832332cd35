import type { IConstruct } from 'constructs';

/** Returns every construct of a class, so that alarms cover new constructs automatically. */
export function allOf<T extends IConstruct>(
  scopes: readonly IConstruct[],
  // biome-ignore lint/suspicious/noExplicitAny: whatever a class is constructed with
  kind: new (...args: any[]) => T,
): T[] {
  return scopes.flatMap(({ node }) => node.findAll()).filter((one): one is T => one instanceof kind);
}
