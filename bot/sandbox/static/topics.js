/**
 * The topics of a forum, one of which is open.
 *
 * @import { Model } from "./model.js"
 * @import { Chat, Topic } from "./types.js"
 */

import { byId, make } from "./dom.js";
import { GENERAL } from "./model.js";
import { texts } from "./texts.js";

export class Topics {
  #bar = byId("topics");
  #choices = byId("topic-choices");
  #model;
  #open;

  /** @param {Model} model @param {(topic: number) => void} open */
  constructor(model, open) {
    this.#model = model;
    this.#open = open;
  }

  /** @param {Chat | null} chat */
  show(chat) {
    const held = this.#bar.contains(document.activeElement);
    const topics = chat?.topics ? [{ id: GENERAL, name: texts.generalTopic }, ...chat.topics] : [];
    this.#bar.hidden = topics.length === 0;
    this.#choices.replaceChildren(...topics.map((one) => this.#choice(/** @type {Chat} */ (chat), one)));
    if (held) this.#bar.querySelector("input:checked")?.focus();
  }

  /** @param {Chat} chat @param {Topic} topic */
  #choice(chat, { id, name }) {
    const isOpen = id === this.#model.topic(chat.id);
    const unread = isOpen ? 0 : this.#model.unread(chat.id, id);
    const radio = make("input", {
      type: "radio",
      name: "topic",
      value: id,
      checked: isOpen,
      change: () => this.#open(id),
    });
    const count = make(
      "span",
      { class: "badge" },
      make("span", { "aria-hidden": "true" }, String(unread)),
      make("span", { class: "visually-hidden" }, texts.unread(unread)),
    );
    return make("label", {}, radio, make("span", {}, name), unread > 0 && count);
  }
}
