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

const shown = new Set<HTMLDialogElement>();

/** Whether a dialog is open, for which keys are meant then. The browser closes one before React isSubscribed of it. */
export const isDialogOpen = (): boolean => [...shown].some(({ open }) => open);

function Modal({ title, isOpen, onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const modal = dialog.current;
    if (!modal) return;
    if (!isOpen) {
      modal.close();
      return;
    }
    if (!modal.open) modal.showModal();
    shown.add(modal);
    return () => {
      shown.delete(modal);
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
