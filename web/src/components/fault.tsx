import { useEffect, useRef } from 'react';
import { useFaultText } from '../language/fault-text.ts';

/** Why something was not done, thing by thing. Comes into sight by itself, also in a long form. */
export function Fault({ fault }: { readonly fault: Error | null }) {
  const faultText = useFaultText();
  const shown = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (fault !== null) shown.current?.scrollIntoView({ block: 'nearest' });
  }, [fault]);
  if (fault === null) return null;
  return (
    <div ref={shown} role="alert">
      {faultText(fault).map((line) => (
        <p key={line} className="rd-error">
          {line}
        </p>
      ))}
    </div>
  );
}
