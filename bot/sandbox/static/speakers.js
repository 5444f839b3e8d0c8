/**
 * Chooses whom one speaks as in a group.
 *
 * @import { Model } from "./model.js"
 * @import { Chat, Persona } from "./types.js"
 */

import { avatar } from "./avatar.js";
import { byId, make } from "./dom.js";

export class Speakers {
  #bar = byId("speakers");
  #choices = byId("speaker-choices");
  #model;

  /** @param {Model} model */
  constructor(model) {
    this.#model = model;
  }

  /** @param {Chat | null} chat */
  open(chat) {
    const members = chat && chat.type !== "private" ? this.#model.members(chat) : [];
    this.#bar.hidden = members.length === 0;
    this.#choices.replaceChildren(
      ...members.map((each) => this.#choice(/** @type {Chat} */ (chat), each)),
    );
  }

  /** @param {Chat} chat @param {Persona} persona */
  #choice(chat, persona) {
    const language = persona.language_code ?? "vi";
    const radio = make("input", {
      type: "radio",
      name: "speaker",
      value: persona.id,
      checked: persona.id === this.#model.speaker(chat).id,
      change: () => this.#model.speakAs(chat, persona.id),
    });
    const foreign = !language.startsWith("vi") && make("small", {}, language.toUpperCase());
    const name = make("span", {}, persona.name);
    return make(
      "label",
      { title: persona.note },
      radio,
      avatar(persona.name, persona.id),
      name,
      foreign,
    );
  }
}
