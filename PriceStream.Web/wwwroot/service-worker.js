// Keeps the pages that this browser has seen, for when it does not reach the site. A page is always asked for first, so no old price is
// shown while the site answers.
const PAGES = 'pages';
const FILES = 'files';
const MAX_KEPT = { [PAGES]: 50, [FILES]: 100 };
const FILE_KINDS = ['font', 'image', 'manifest', 'script', 'style'];
const NEVER_KEPT = /^(admin|alerts|api|demo|feeds|health|icons|metrics|openapi)\b/;
const OFFLINE_PAGE = 'offline';
const KEPT_AT = 'X-Kept-At';
const TIME = { dateStyle: 'medium', timeStyle: 'long' }; // with its zone

addEventListener('install', event => {
  skipWaiting();
  event.waitUntil(keepPage(OFFLINE_PAGE));
});

addEventListener('activate', event => {
  // The request for a page need not wait for this script to start.
  event.waitUntil(Promise.all([clients.claim(), registration.navigationPreload?.enable()]));
});

addEventListener('fetch', event => {
  const { method, mode, destination, url } = event.request;
  if (method !== 'GET' || !isKept(url)) return;
  if (mode === 'navigate') event.respondWith(page(event));
  else if (FILE_KINDS.includes(destination)) event.respondWith(file(event));
});

// A page that is left asks for this, so that what is kept is what was seen last.
addEventListener('message', event => {
  if (isKept(event.source.url)) event.waitUntil(keepPage(event.source.url).catch(() => {}));
});

function isKept(url) {
  const { scope } = registration;
  return url.startsWith(scope) && !NEVER_KEPT.test(url.slice(scope.length));
}

async function page(event) {
  const { request } = event;
  try {
    const response = await event.preloadResponse ?? await fetch(request);
    if (response.ok) event.waitUntil(keep(PAGES, request.url, withTime(response.clone())));
    return response;
  } catch {
    const kept = await match(PAGES, request.url);
    return kept ? withAge(kept) : await match(PAGES, new URL(OFFLINE_PAGE, registration.scope)) ?? Response.error();
  }
}

async function file(event) {
  const { request } = event;
  const kept = await match(FILES, request.url);
  const isForever = kept?.headers.get('Cache-Control').includes('immutable');
  if (isForever) return kept;
  try {
    const response = await fetch(request);
    if (response.ok) event.waitUntil(keep(FILES, request.url, response.clone()));
    return response;
  } catch {
    return kept ?? Response.error();
  }
}

async function keepPage(url) {
  const response = await fetch(url);
  if (response.ok) await keep(PAGES, response.url, withTime(response));
}

async function match(name, url) {
  return (await caches.open(name)).match(url);
}

// Beyond the bound, what was kept first is dropped.
async function keep(name, url, response) {
  const cache = await caches.open(name);
  await cache.delete(url);
  await cache.put(url, response);
  const urls = await cache.keys();
  await Promise.all(urls.slice(0, -MAX_KEPT[name]).map(url => cache.delete(url)));
}

function withTime({ body, headers }) {
  return new Response(body, { headers: [...headers, [KEPT_AT, Date.now()]] });
}

// The page takes its clock from data-kept, and so the ages of its prices.
async function withAge(response) {
  const { headers } = response;
  const keptAt = Number(headers.get(KEPT_AT));
  const seconds = Math.max(0, Math.round((Date.now() - keptAt) / 1000));
  const notice = `You are offline, or this site does not answer. You see this page as of ${new Date(keptAt).toLocaleString([], TIME)}.`;
  const html = (await response.text())
    .replace('<html', `<html data-kept="${seconds}"`)
    .replace(/<main.*?>/, `$&<p class="notice kept" role="status" data-testid="kept">${notice}</p>`);
  return new Response(html, { headers });
}
