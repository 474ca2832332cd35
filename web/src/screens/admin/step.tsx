import { type ReactNode, useEffect, useRef } from 'react';

/** A step of a dialog. It takes the focus when it comes, so that it is read, and its keys are at hand. */
export function Step({ children }: { readonly children: ReactNode }) {
  const step = useRef<HTMLDivElement>(null);
  useEffect(() => step.current?.focus(), []);
  return (
    <div ref={step} className="admin-step" tabIndex={-1}>
      {children}
    </div>
  );
}

/** Why it was not done: the service's own words, each field's after them. */
export function FaultText({ fault }: { readonly fault: (Error & { problem?: Problem }) | null }) {
  if (fault === null) return null;
  const { errors = [] } = fault.problem ?? {};
  return (
    <div className="rd-alert rd-alert--danger" role="alert">
      {fault.message}
      {errors.length > 1 && (
        <ul className="rd-list">
          {errors.map(({ path, detail }) => (
            <li key={`${path} ${detail}`} className="rd-list__item">
              {path}: {detail}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

interface Problem {
  readonly errors?: readonly { readonly path: string; readonly detail: string }[];
}
