/** The list above the text field that completes what is being typed; the field keeps the focus. */

import { byId, make } from "./dom.js";

/**
 * @typedef {object} Suggestion
 * @property {string} label
 * @property {string} detail
 * @property {() => void} choose Takes it as it stands.
 * @property {() => void} complete Puts it into the field, to go on typing.
 */

export class Suggestions {
  #list = byId("suggestions");
  #field;
  /** @type {Suggestion[]} */
  #suggestions = [];
  #active = 0;

  /** @param {HTMLTextAreaElement} field */
  constructor(field) {
    this.#field = field;
  }

  get isOpen() {
    return this.#suggestions.length > 0;
  }

  /** @param {Suggestion[]} suggestions With none it closes. */
  show(suggestions) {
    this.#suggestions = suggestions;
    this.#active = 0;
    this.#list.replaceChildren(...suggestions.map((each, index) => this.#option(each, index)));
    this.#list.hidden = !this.isOpen;
    this.#mark();
  }

  close() {
    this.show([]);
  }

  /** Whether a key was meant for the list. @param {KeyboardEvent} event */
  handle({ key, shiftKey }) {
    if (!this.isOpen || shiftKey) return false;
    const chosen = this.#suggestions[this.#active];
    if (key === "ArrowDown") this.#move(1);
    else if (key === "ArrowUp") this.#move(-1);
    else if (key === "Enter") chosen.choose();
    else if (key === "Tab") chosen.complete();
    else if (key === "Escape") this.close();
    else return false;
    return true;
  }

  /** @param {number} step */
  #move(step) {
    const count = this.#suggestions.length;
    this.#active = (this.#active + step + count) % count;
    this.#mark();
  }

  #mark() {
    [...this.#list.children].forEach((option, index) => {
      const active = index === this.#active;
      option.setAttribute("aria-selected", String(active));
      if (active) option.scrollIntoView({ block: "nearest" });
    });
    if (this.isOpen) this.#field.setAttribute("aria-activedescendant", optionId(this.#active));
    else this.#field.removeAttribute("aria-activedescendant");
  }

  /** @param {Suggestion} suggestion @param {number} index */
  #option({ label, detail, choose }, index) {
    return make(
      "li",
      {
        id: optionId(index),
        role: "option",
        pointerdown: (/** @type {Event} */ event) => event.preventDefault(),
        click: choose,
      },
      make("strong", {}, label),
      make("span", { class: "quiet" }, detail),
    );
  }
}

/** @param {number} index */
function optionId(index) {
  return `suggestion-${index}`;
}
