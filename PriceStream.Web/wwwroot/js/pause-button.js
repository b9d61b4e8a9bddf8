import { find } from './dom.js';

const STORAGE_KEY = 'pricestream.paused';

/** The Pause button. Where cookies are blocked, storage throws, and it is forgotten with the page. */
export class PauseButton {
  isPaused = false;

  constructor(onChange) {
    try {
      this.isPaused = localStorage[STORAGE_KEY] === 'true';
    } catch {}
    const button = find('#pause');
    button.ariaPressed = this.isPaused;
    button.addEventListener('click', () => {
      button.ariaPressed = this.isPaused = !this.isPaused;
      try {
        localStorage[STORAGE_KEY] = this.isPaused;
      } catch {}
      onChange();
    });
  }
}
