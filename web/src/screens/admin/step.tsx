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
