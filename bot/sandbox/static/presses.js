/**
 * Presses of inline buttons that wait for the bot's answer.
 *
 * @import { CallbackAnswer } from "./types.js"
 */

const PATIENCE = 20_000; // milliseconds

export class Presses {
  /** @type {Map<string, (answered: boolean) => void>} */
  #waiting = new Map();
  /** @type {Set<string>} Answers that overtook the reply to their press. */
  #early = new Set();

  /** @param {CallbackAnswer} answer */
  answered({ callback_query_id: id }) {
    const settle = this.#waiting.get(id);
    if (settle) settle(true);
    else this.#early.add(id);
  }

  /** Settles when the press is answered, or with false when the bot takes too long. @param {string} id @returns {Promise<boolean>} */
  answerTo(id) {
    if (this.#early.delete(id)) return Promise.resolve(true);
    const { promise, resolve } = Promise.withResolvers();
    const timer = setTimeout(() => resolve(false), PATIENCE);
    this.#waiting.set(id, resolve);
    return promise.finally(() => {
      clearTimeout(timer);
      this.#waiting.delete(id);
    });
  }
}
