import { listen } from './dom.js';

/** The age of this page in seconds, if the service worker kept it; else 0. */
export const keptSeconds = Number(document.documentElement.dataset.kept ?? 0);

/** Has the service worker keep the pages that are seen. */
export function keepPages() {
  const { serviceWorker } = navigator; // only over HTTPS or on this machine
  serviceWorker?.register('service-worker.js').catch(() => {}); // a browser may forbid it
  listen('visibilitychange', () => {
    if (document.hidden) serviceWorker?.controller?.postMessage('keep');
  });
}
