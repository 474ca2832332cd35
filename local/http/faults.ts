/** The code of a system error, such as ENOENT. Told by its form: a fault may come from another realm. */
export const systemCode = (fault: unknown): string | undefined =>
  typeof fault === 'object' && fault !== null && 'code' in fault && typeof fault.code === 'string'
    ? fault.code
    : undefined;

export const asError = (fault: unknown): Error =>
  fault instanceof Error ? fault : new Error(messageOf(fault), { cause: fault });

export const messageOf = (fault: unknown): string =>
  typeof fault === 'object' && fault !== null && 'message' in fault ? String(fault.message) : String(fault);
