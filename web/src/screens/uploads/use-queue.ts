import { useEffect, useSyncExternalStore } from 'react';
import type { Api } from '../../api/client.ts';
import { useAccount, useApp } from '../../app/context.ts';
import { UploadQueue } from './queue.ts';
import { isOnItsWay, type Upload } from './upload.ts';

/** For as long as the pages are open: what is on its way stays so while one looks elsewhere. */
const queues = new Map<string, UploadQueue>();

function queueOf(api: Api, account: string): UploadQueue {
  const queue = queues.get(account) ?? new UploadQueue(api, account);
  queues.set(account, queue);
  return queue;
}

/** The uploads of the account. Who closes the tab while something is on its way is asked first. */
export function useQueue(): { readonly queue: UploadQueue; readonly uploads: readonly Upload[] } {
  const { api } = useApp();
  const queue = queueOf(api, useAccount());
  const uploads = useSyncExternalStore(queue.subscribe, queue.uploads);
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      if (queue.uploads().some(isOnItsWay)) event.preventDefault();
    };
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [queue]);
  return { queue, uploads };
}
