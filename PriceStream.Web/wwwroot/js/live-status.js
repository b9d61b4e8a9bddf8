import { find, setText } from './dom.js';
import { formatSpan, formatTime, zoneName } from './price-format.js';

const POLLS_UNTIL_DELAYED = 2;
// A margin with an older side is shown as old.
const OLD_SECONDS = 3600;

/** The state that the live indicator shows. */
export function liveState(stream, isPaused, isFresh, isOnline = navigator.onLine) {
  if (!isOnline && !stream.isConnected) return 'offline';
  if (isPaused) return 'paused';
  if (stream.isMissing) return 'polling';
  if (!stream.isConnected) return stream.wasLost ? 'reconnecting' : 'connecting';
  return isFresh ? 'live' : 'delayed';
}

/** Whether the upstream answers, with prices as new as its polls allow. */
export function isFresh({ polled_at, poll_seconds, failing_since }, now) {
  return polled_at !== null && failing_since === null && now - polled_at <= POLLS_UNTIL_DELAYED * poll_seconds;
}

/** Shows the state, and the ages of the newest prices and of every trade. */
export function showLiveStatus(state, { polled_at }, now) {
  const status = find('[data-testid=live-status]');
  status.dataset.state = state;
  setText(status, state === 'polling' ? 'EVERY MINUTE' : state.toUpperCase());
  const polled = polled_at && `${formatSpan(now - polled_at)} ago, ${formatTime(polled_at).slice(11)} ${zoneName(polled_at)}`;
  setText(find('[data-testid=live-age]'), polled || 'no prices yet');
  // A selector would cost more with every tick.
  for (const time of document.getElementsByTagName('time')) {
    const field = time.getAttribute('data-field');
    if (field && time.dateTime) showAge(time, field === 'age', now - Date.parse(time.dateTime) / 1000);
  }
}

function showAge(time, isAge, seconds) {
  if (isAge) time.toggleAttribute('data-old', seconds > OLD_SECONDS);
  setText(time, `${formatSpan(seconds)} ${isAge ? 'old' : 'ago'}`);
}
