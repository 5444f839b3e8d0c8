/**
 * What goes wrong in a chat, and who lets the bot in: the menu of the open chat.
 *
 * @import { Model } from "./model.js"
 * @import { Chat, Fault } from "./types.js"
 * @import { Choice } from "./feedback.js"
 */

import { migrate, moveBot, setFault } from "./api.js";
import { byId } from "./dom.js";
import { choose } from "./feedback.js";
import { texts } from "./texts.js";

/** @typedef {() => Promise<void>} Act */

/** @type {Record<"flood" | "fail" | "drop_before" | "drop_after" | "late", Omit<Fault, "kind">>} */
const FAULTS = {
  flood: { times: null, seconds: 30 },
  fail: { times: 3, seconds: 0 },
  drop_before: { times: 1, seconds: 0 },
  drop_after: { times: 1, seconds: 0 },
  late: { times: 1, seconds: 15 },
};

/** A word or two for what is wrong with a chat, "" for nothing. @param {Chat} chat */
export function troubleMark(chat) {
  const { marks } = texts.trouble;
  return chat.bot ? marks.out : chat.fault ? marks[chat.fault.kind] : "";
}

export class TroubleMenu {
  #button = byId("trouble");
  #model;
  #attempt;
  /** @type {Chat | null} */
  #chat = null;

  /**
   * @param {Model} model
   * @param {(act: Promise<void>) => void} attempt Says what was refused.
   */
  constructor(model, attempt) {
    this.#model = model;
    this.#attempt = attempt;
    this.#button.addEventListener("click", () => this.#ask());
  }

  /** @param {Chat | null} chat */
  show(chat) {
    this.#chat = chat;
    this.#button.toggleAttribute("data-troubled", chat !== null && troubleMark(chat) !== "");
  }

  async #ask() {
    const chat = this.#chat;
    if (!chat) return;
    const { title, text } = texts.trouble;
    const act = await choose({ title: title(chat.title), text, choices: this.#choices(chat) });
    if (act) this.#attempt(act());
  }

  /** @param {Chat} chat @returns {Choice<Act>[]} */
  #choices(chat) {
    const kinds = /** @type {(keyof typeof FAULTS)[]} */ (Object.keys(FAULTS));
    return [
      choice("none", !chat.fault, () => setFault(chat.id, {})),
      ...kinds.map((kind) =>
        choice(kind, chat.fault?.kind === kind, () => setFault(chat.id, { kind, ...FAULTS[kind] })),
      ),
      this.#door(chat),
      ...(chat.type === "group" ? [choice("migrate", false, () => migrate(chat.id))] : []),
    ];
  }

  /** Lets the bot out or in. @param {Chat} chat */
  #door(chat) {
    const isPrivate = chat.type === "private";
    const out = isPrivate ? "block" : "remove";
    const back = isPrivate ? "unblock" : "add";
    const isOut = chat.bot !== undefined;
    const speaker = this.#model.speaker(chat).id;
    return choice(isOut ? back : out, false, () => moveBot(chat.id, speaker, isOut));
  }
}

/**
 * @param {"none" | keyof typeof FAULTS | "block" | "unblock" | "remove" | "add" | "migrate"} name
 * @param {boolean} current
 * @param {Act} value
 * @returns {Choice<Act>}
 */
function choice(name, current, value) {
  const [label, detail] = texts.trouble[name];
  return { label, detail, current, value };
}
