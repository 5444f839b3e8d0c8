/**
 * Keeps what the page knows in step with the sandbox, through lost connections.
 *
 * @import { Model } from "./model.js"
 * @import { SandboxEvent } from "./types.js"
 */

import { listen, snapshot } from "./api.js";

const RETRY_AFTER = 1500; // milliseconds

export class Connection {
  #model;
  #onStatus;
  /** @type {EventSource | undefined} */
  #source;
  /**
   * Events that came while a snapshot was on its way. Applied after it they bring it up to date,
   * also those that it has already seen, because they end where the last of them ends.
   *
   * @type {SandboxEvent[] | null}
   */
  #held = [];

  /**
   * @param {Model} model
   * @param {(connected: boolean) => void} onStatus
   */
  constructor(model, onStatus) {
    this.#model = model;
    this.#onStatus = onStatus;
  }

  open() {
    this.#source = listen({
      open: () => this.#synchronise(),
      event: (event) => this.#receive(event),
      lost: () => this.#retry(),
    });
  }

  /** @param {SandboxEvent} event */
  #receive(event) {
    if (event.type === "reset") {
      this.#model.clear();
      this.#synchronise();
    } else if (this.#held) this.#held.push(event);
    else this.#model.apply(event);
  }

  async #synchronise() {
    /** @type {SandboxEvent[]} */
    const held = (this.#held = []);
    try {
      const taken = await snapshot();
      if (this.#held !== held) return; // a later one is on its way
      this.#model.load(taken);
    } catch {
      if (this.#held === held) this.#retry();
      return;
    }
    this.#held = null;
    held.forEach((event) => this.#model.apply(event));
    this.#onStatus(true);
  }

  #retry() {
    this.#source?.close();
    this.#held = [];
    this.#onStatus(false);
    setTimeout(() => this.open(), RETRY_AFTER);
  }
}
