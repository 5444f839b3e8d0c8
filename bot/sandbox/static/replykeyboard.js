/**
 * The buttons that the bot puts in the place of a person's keyboard.
 *
 * @import { Model } from "./model.js"
 * @import { Chat, ReplyButton } from "./types.js"
 */

import { share } from "./api.js";
import { byId, make } from "./dom.js";
import { choose, toast } from "./feedback.js";
import { texts } from "./texts.js";

export class ReplyKeyboard {
  #bar = byId("reply-keyboard");
  #model;
  #say;
  #attempt;

  /**
   * @param {Model} model
   * @param {(text: string) => void} say
   * @param {(act: Promise<void>) => void} attempt Says what was refused.
   */
  constructor(model, say, attempt) {
    this.#model = model;
    this.#say = say;
    this.#attempt = attempt;
  }

  /** @param {Chat | null} chat */
  show(chat) {
    const rows = chat?.keyboard ?? [];
    this.#bar.hidden = rows.length === 0;
    this.#bar.replaceChildren(
      ...rows.map((row) =>
        make("div", {}, ...row.map((button) => this.#button(/** @type {Chat} */ (chat), button))),
      ),
    );
  }

  /** @param {Chat} chat @param {ReplyButton} button */
  #button(chat, { text, request_id, asks_for }) {
    const press = () => {
      if (request_id === undefined) return this.#say(text);
      return void (asks_for === "person"
        ? this.#pickPerson(chat, request_id)
        : this.#pickGroup(chat, request_id));
    };
    return make("button", { type: "button", click: press }, text);
  }

  /** @param {Chat} chat @param {number} request_id */
  async #pickPerson(chat, request_id) {
    const from = this.#model.speaker(chat).id;
    const choices = this.#model.people.map(({ id, name, note }) => ({
      label: name,
      detail: note,
      value: id,
    }));
    const picked = await choose({ title: texts.choosePerson, choices });
    if (picked) this.#attempt(share(chat.id, { from, request_id, user_id: picked }));
  }

  /** @param {Chat} chat @param {number} request_id */
  async #pickGroup(chat, request_id) {
    const from = this.#model.speaker(chat).id;
    const groups = this.#model.chats.filter(
      ({ type, members, bot }) => type !== "private" && members.includes(from) && !bot,
    );
    if (groups.length === 0) return toast(texts.noGroups);
    const choices = groups.map(({ id, title }) => ({ label: title, value: id }));
    const picked = await choose({ title: texts.chooseGroup, choices });
    if (picked) this.#attempt(share(chat.id, { from, request_id, chat_id: picked }));
  }
}
