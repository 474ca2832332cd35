import { type DragEvent, useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';

/** Takes files that are dropped or chosen, several at once. */
export function DropZone({ onFiles }: { readonly onFiles: (files: readonly File[]) => void }) {
  const { t } = useTranslation();
  const [isOver, setIsOver] = useState(false);
  const id = useId();
  useEffect(keepThePage, []);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setIsOver(false);
    onFiles(filesIn(event.dataTransfer));
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keyboard has the file input within
    <div
      className={`drop-zone${isOver ? ' drop-zone--over' : ''}`}
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={({ currentTarget, relatedTarget }) =>
        setIsOver(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))
      }
      onDrop={drop}
    >
      <p className="drop-zone__title">{t('uploads.drop')}</p>
      <p className="rd-small drop-zone__text">{t('uploads.or')}</p>
      <label className="rd-button rd-button--primary drop-zone__label" htmlFor={id}>
        {t('uploads.choose')}
        <input
          id={id}
          className="drop-zone__input"
          type="file"
          multiple
          aria-describedby={`${id}-hint`}
          onChange={({ target }) => {
            onFiles([...(target.files ?? [])]);
            target.value = '';
          }}
        />
      </label>
      <p id={`${id}-hint`} className="rd-small drop-zone__text">
        {t('uploads.hint')}
      </p>
    </div>
  );
}

/** A file that misses the zone would else be opened in place of the page. */
function keepThePage(): () => void {
  const stay = (event: Event) => event.preventDefault();
  addEventListener('dragover', stay);
  addEventListener('drop', stay);
  return () => {
    removeEventListener('dragover', stay);
    removeEventListener('drop', stay);
  };
}

/** A folder is dropped as a file that cannot be read: it is left out. */
const filesIn = ({ items, files }: DataTransfer): File[] => {
  const isFolder = [...items].map((item) => item.webkitGetAsEntry?.()?.isDirectory ?? false);
  return [...files].filter((_, index) => !isFolder[index]);
};
