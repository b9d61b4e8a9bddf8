import assert from 'node:assert/strict';
import { test } from 'node:test';

globalThis.document = { addEventListener() {} }; // dom.js listens as soon as it is loaded
const { isFresh, liveState } = await import('../../PriceStream.Web/wwwroot/js/live-status.js');

const connected = { isConnected: true, wasLost: false, isMissing: false };
const state = (stream = {}, { isPaused = false, isFresh = true, isOnline = true } = {}) =>
  liveState({ ...connected, ...stream }, isPaused, isFresh, isOnline);

test('a page is live only while its stream is open and its prices are fresh', () => {
  assert.equal(state(), 'live');
  assert.equal(state({}, { isFresh: false }), 'delayed');
  assert.equal(state({ isConnected: false }), 'connecting');
  assert.equal(state({ isConnected: false, wasLost: true }), 'reconnecting');
});

test('a page without a stream polls', () => {
  assert.equal(state({ isMissing: true, isConnected: false }), 'polling');
  assert.equal(state({ isMissing: true, isConnected: false, wasLost: true }), 'polling');
});

test('a lost network comes first, then what the reader wants', () => {
  assert.equal(state({ isConnected: false }, { isOnline: false, isPaused: true }), 'offline');
  assert.equal(state({ isConnected: false }, { isPaused: true }), 'paused');
});

test('prices are fresh until two poll intervals after the newest good poll', () => {
  const feed = { polled_at: 1000, poll_seconds: 60, failing_since: null };
  assert.equal(isFresh(feed, 1120), true);
  assert.equal(isFresh(feed, 1121), false);
  assert.equal(isFresh({ ...feed, failing_since: 1010 }, 1011), false);
  assert.equal(isFresh({ ...feed, polled_at: null }, 1000), false);
});

test('a browser that believes it is offline is not believed while the stream is open', () => {
  assert.equal(state({}, { isOnline: false }), 'live');
});
