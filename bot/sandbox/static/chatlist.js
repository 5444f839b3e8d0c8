/**
 * The list of chats: with whom, the last words, what is unread.
 *
 * @import { Model } from "./model.js"
 * @import { Chat, Message } from "./types.js"
 */

import { avatar, groupAvatar } from "./avatar.js";
import { fullName, preview } from "./content.js";
import { byId, make } from "./dom.js";
import { shortTime } from "./times.js";
import { texts } from "./texts.js";
import { troubleMark } from "./trouble.js";

/** @typedef {ReturnType<typeof makeItem>} Item */

export class ChatList {
  #list = byId("chat-list");
  #model;
  #choose;
  /** @type {Map<number, Item>} */
  #items = new Map();

  /** @param {Model} model @param {(chat: Chat) => void} choose */
  constructor(model, choose) {
    this.#model = model;
    this.#choose = choose;
  }

  /** Shows every chat as it is now. @param {number | undefined} openId The chat that is open. */
  refresh(openId) {
    const { chats } = this.#model;
    if (chats.some((chat) => !this.#items.has(chat.id)) || chats.length !== this.#items.size) {
      this.#items = new Map(chats.map((chat) => [chat.id, makeItem(chat, this.#choose)]));
      this.#list.replaceChildren(...[...this.#items.values()].map(({ node }) => node));
    }
    for (const chat of chats)
      this.#fill(/** @type {Item} */ (this.#items.get(chat.id)), chat, openId);
  }

  /** @param {Item} item @param {Chat} chat @param {number | undefined} openId */
  #fill({ button, time, words, count, mark }, chat, openId) {
    const last = this.#model.messages(chat.id).at(-1);
    const unread = this.#model.unread(chat.id);
    button.ariaCurrent = chat.id === openId ? "true" : null;
    time.textContent = last ? shortTime(last.date, Date.now() / 1000) : "";
    words.replaceChildren(...this.#lastWords(chat, last, chat.id === openId));
    mark.textContent = troubleMark(chat);
    mark.hidden = !mark.textContent;
    count.hidden = unread === 0;
    count.replaceChildren(
      make("span", { "aria-hidden": "true" }, String(unread)),
      make("span", { class: "visually-hidden" }, texts.unread(unread)),
    );
  }

  /** @param {Chat} chat @param {Message | undefined} last @param {boolean} open */
  #lastWords(chat, last, open) {
    const action = this.#model.action(chat.id);
    if (action) return [make("em", {}, texts.actions[action] ?? texts.actions.typing)];
    const draft = this.#model.draft(chat.id);
    if (draft && !open) return [make("b", { class: "draft" }, texts.draft), ` ${draft}`];
    if (!last) return [chat.type === "private" ? this.#model.speaker(chat).note : texts.noMessages];
    const words = preview(last);
    if (chat.type !== "private") return [`${fullName(last.from)}: ${words}`];
    return [this.#model.isBot(last.from) ? words : `${texts.you}: ${words}`];
  }
}

/** @param {Chat} chat @param {(chat: Chat) => void} choose */
function makeItem(chat, choose) {
  const time = make("span", { class: "time" });
  const words = make("span", { class: "last-words" });
  const count = make("span", { class: "badge", hidden: true });
  const mark = make("span", { class: "mark", hidden: true });
  const button = make(
    "button",
    { type: "button", class: "chat-item", click: () => choose(chat) },
    chat.type === "private" ? avatar(chat.title, chat.id) : groupAvatar(),
    make("span", { class: "chat-title" }, chat.title, mark),
    time,
    words,
    count,
  );
  return { node: make("li", {}, button), button, time, words, count, mark };
}
