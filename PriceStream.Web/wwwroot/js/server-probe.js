const PROBE_INTERVAL_MS = 1000;
const PROBE_TIMEOUT_MS = 3000;
// All pages notice the server's return at once.
const RETURN_SPREAD_MS = 2000;

export async function serverAnswers() {
  try {
    const response = await fetch('health/live', { cache: 'no-store', signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) });
    return response.ok;
  } catch {
    return false;
  }
}

/** Returns once the server answers, or is no longer awaited. */
export async function serverReturns(isAwaited) {
  do await pause(PROBE_INTERVAL_MS * (.75 + Math.random() / 2));
  while (isAwaited() && !await serverAnswers());
  await pause(RETURN_SPREAD_MS * Math.random());
}

const pause = ms => new Promise(resolve => setTimeout(resolve, ms));
