import { type ReactNode, useEffect, useId, useRef } from 'react';
import { Plain } from './plain.tsx';

interface DialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/**
 * A modal dialog. The browser's own: it keeps the focus within, closes by Escape and gives the focus back. It stands in
 * the top layer, in a tree that no theme reaches.
 */
export function Dialog(props: DialogProps) {
  return (
    <Plain>
      <Modal {...props} />
    </Plain>
  );
}

let open = 0;

/** Whether a dialog is open, for which keys are meant then. */
export const isDialogOpen = (): boolean => open > 0;

function Modal({ title, isOpen, onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    if (!isOpen) {
      dialog.current?.close();
      return;
    }
    if (!dialog.current?.open) dialog.current?.showModal();
    open += 1;
    return () => {
      open -= 1;
    };
  }, [isOpen]);
  return (
    <dialog ref={dialog} className="rd-dialog" aria-labelledby={id} onClose={onClose}>
      <h2 id={id} className="rd-heading rd-heading--3 rd-dialog__title">
        {title}
      </h2>
      {isOpen && children}
    </dialog>
  );
}
