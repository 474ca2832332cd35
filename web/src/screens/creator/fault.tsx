import { Refusal } from '../../api/refusal.ts';

/** Why something was not done, with each thing that was wrong. */
export function Fault({ fault }: { readonly fault: Error | null }) {
  if (fault === null) return null;
  const errors = fault instanceof Refusal ? (fault.problem.errors ?? []) : [];
  return (
    <div role="alert">
      {errors.length > 0 ? (
        errors.map(({ path, detail }) => (
          <p key={path} className="rd-error">
            {path.slice(1)}: {detail}
          </p>
        ))
      ) : (
        <p className="rd-error">{fault.message}</p>
      )}
    </div>
  );
}
