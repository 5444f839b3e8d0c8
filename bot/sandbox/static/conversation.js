/**
 * The open chat: its head, its messages, and where one is in them.
 *
 * @import { Model } from "./model.js"
 * @import { Actions, Chat, Message } from "./types.js"
 */

import { botAvatar, groupAvatar } from "./avatar.js";
import { bubble } from "./bubble.js";
import { fullName, preview } from "./content.js";
import { arrange, byId, make } from "./dom.js";
import { rowsOf } from "./rows.js";
import { dayName } from "./times.js";
import { texts } from "./texts.js";
import { welcome } from "./welcome.js";

const NEAR_END = 48; // pixels from the end within which new messages are followed
const MARGIN = 12; // pixels kept above a message that is scrolled to

/** @typedef {{node: HTMLElement, parts: unknown[], opened: Set<number>}} Shown */

export class Conversation {
  #scroller = byId("scroller");
  #log = byId("log");
  #welcome = byId("welcome");
  #jump = byId("jump");
  #jumpCount = byId("jump-count");
  #announcer = byId("announcer");
  #model;
  #actions;
  /** @type {Chat | null} */
  #chat = null;
  #following = true;
  /** @type {Map<string, Shown>} What stands in the log, by key. */
  #shown = new Map();

  /** @param {Model} model @param {Actions} actions */
  constructor(model, actions) {
    this.#model = model;
    this.#actions = actions;
    this.#scroller.addEventListener("scroll", () => this.#settle(), { passive: true });
    this.#jump.addEventListener("click", () => this.toEnd());
    document.addEventListener("visibilitychange", () => this.#settle());
    new ResizeObserver(() => this.#following && this.toEnd()).observe(this.#scroller);
    new ResizeObserver(() => this.#settle()).observe(this.#log);
    model.addEventListener("arrival", (event) =>
      this.#announce(/** @type {CustomEvent<Message>} */ (event).detail),
    );
  }

  /** @param {Chat | null} chat */
  open(chat) {
    this.#chat = chat;
    this.#shown.clear();
    this.#log.replaceChildren();
    this.#welcome.replaceChildren();
    if (!chat) return;
    const unread = this.#model.unread(chat.id, this.#model.topic(chat.id));
    const fromBot = this.#model.shown(chat).filter(({ from }) => this.#model.isBot(from));
    const start = unread ? fromBot.at(-unread) : undefined;
    this.#show(chat);
    this.toEnd(start && this.#row(start.message_id));
  }

  /** Shows what has changed, and stays with the newest message if one was there. */
  refresh() {
    if (!this.#chat) return;
    const known = new Set(this.#messageRows().map((row) => row.dataset.id));
    this.#show(this.#chat);
    const arrived = this.#messageRows().filter((row) => !known.has(row.dataset.id));
    arrived.forEach((row) => row.classList.add("entering"));
    if (this.#following) this.toEnd(arrived[0]);
    this.#settle();
  }

  /** @param {Chat} chat */
  #show(chat) {
    const held = this.#heldFocus();
    arrange(this.#log, this.#rows(chat));
    this.#restoreFocus(held);
    this.#showHead(chat);
    this.#showWelcome(chat);
  }

  /** The next message will be scrolled to, wherever one is. */
  follow() {
    this.#following = true;
  }

  /**
   * Scrolls to the end, but no further than keeps the whole beginning of a row in sight.
   *
   * @param {HTMLElement | null} [row]
   */
  toEnd(row) {
    const top = row ? row.offsetTop - MARGIN : Infinity;
    const end = this.#scroller.scrollHeight - this.#scroller.clientHeight;
    this.#scroller.scrollTop = Math.min(top, end);
    this.#settle();
  }

  /** @param {number} messageId @returns {boolean} Whether it is here. */
  jumpTo(messageId) {
    const row = this.#row(messageId);
    if (!row) return false;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    row.scrollIntoView({ block: "center", behavior: calm ? "instant" : "smooth" });
    row.focus({ preventScroll: true });
    row.classList.add("found");
    row.addEventListener("animationend", () => row.classList.remove("found"), { once: true });
    return true;
  }

  /** @param {number} messageId @returns {HTMLElement | null} */
  #row(messageId) {
    return this.#log.querySelector(`[data-id="${messageId}"]`);
  }

  /** @returns {HTMLElement[]} */
  #messageRows() {
    return [...this.#log.querySelectorAll(":scope > [data-id]")].filter(
      (row) => row instanceof HTMLElement,
    );
  }

  /** What the log should hold. @param {Chat} chat @returns {HTMLElement[]} */
  #rows(chat) {
    const now = Date.now() / 1000;
    const speaker = this.#model.speaker(chat).id;
    const setting = {
      actions: this.#actions,
      botUsername: this.#model.bot.username,
      isBot: (/** @type {number} */ id) => id === this.#model.bot.id,
      speaker,
      group: chat.type !== "private",
    };
    const nodes = rowsOf(this.#model.shown(chat)).flatMap((row) => {
      const { message, newDay, first, last } = row;
      const node = this.#node(
        `message-${message.message_id}`,
        [message.text ?? message.caption, message, first, last, speaker],
        (opened) => bubble(row, opened, setting),
      );
      if (!newDay) return [node];
      const day = dayName(message.date, now);
      return [this.#node(`day-${day}`, [], () => dayRow(day)), node];
    });
    const action = this.#model.action(chat.id);
    if (action) nodes.push(this.#node("typing", [action], () => typingRow(action)));
    return nodes;
  }

  /**
   * The node with a key, made anew only when its parts have changed. What was opened in it stays
   * open as long as the first part, its text, is the same.
   *
   * @param {string} key
   * @param {unknown[]} parts
   * @param {(opened: Set<number>) => HTMLElement} build
   */
  #node(key, parts, build) {
    const known = this.#shown.get(key);
    if (known && parts.every((part, index) => part === known.parts[index])) return known.node;
    const opened = known && known.parts[0] === parts[0] ? known.opened : new Set();
    const node = build(opened);
    this.#shown.set(key, { node, parts, opened });
    return node;
  }

  #heldFocus() {
    const held = document.activeElement?.closest("#log [data-key]");
    if (!(held instanceof HTMLElement)) return null;
    return { element: held, id: Number(held.closest("li")?.dataset.id), key: held.dataset.key };
  }

  /**
   * Gives the focus back to the button that took the place of the one that had it.
   *
   * @param {{element: HTMLElement, id: number, key: string | undefined} | null} held
   */
  #restoreFocus(held) {
    if (!held || held.element.isConnected) return;
    const row = this.#row(held.id);
    /** @type {HTMLElement | null | undefined} */
    const successor = row?.querySelector(`[data-key="${held.key}"]`);
    (successor ?? row)?.focus({ preventScroll: true });
  }

  /** @param {Chat} chat */
  #showHead(chat) {
    const { bot } = this.#model;
    const isPrivate = chat.type === "private";
    const action = this.#model.action(chat.id);
    byId("head-avatar").replaceChildren(isPrivate ? botAvatar() : groupAvatar());
    byId("head-title").textContent = isPrivate ? fullName(bot) : chat.title;
    const subtitle = byId("head-subtitle");
    const who = isPrivate
      ? texts.speakingAs(this.#model.speaker(chat).name)
      : texts.members(chat.members.length);
    subtitle.classList.toggle("busy", action !== undefined);
    subtitle.textContent = action ? nameOf(action) : who;
  }

  /** @param {Chat} chat */
  #showWelcome(chat) {
    const empty = this.#model.shown(chat).length === 0;
    this.#welcome.hidden = !empty;
    if (!empty) this.#welcome.replaceChildren();
    else if (!this.#welcome.hasChildNodes()) {
      this.#welcome.append(welcome(chat, this.#model.speaker(chat), this.#actions.say));
    }
  }

  /** Takes note of where one is: at the end, seen by someone, a chat is read. */
  #settle() {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroller;
    this.#following = scrollHeight - scrollTop - clientHeight < NEAR_END;
    if (!this.#chat) return;
    if (this.#following && !document.hidden) this.#model.markRead(this.#chat.id);
    const unread = this.#model.unread(this.#chat.id, this.#model.topic(this.#chat.id));
    this.#jump.hidden = this.#following;
    this.#jump.setAttribute("aria-label", texts.newBelow(unread));
    this.#jumpCount.textContent = unread ? String(unread) : "";
  }

  /** Says a new message to a screen reader. @param {Message} message */
  #announce(message) {
    const own = this.#chat && message.from?.id === this.#model.speaker(this.#chat).id;
    if (own || message.chat.id !== this.#chat?.id) return;
    const said = make("p", {}, `${fullName(message.from)}: ${preview(message)}`);
    this.#announcer.replaceChildren(said);
  }
}

/** @param {string} action As the Bot API calls it. */
function nameOf(action) {
  return texts.actions[action] ?? texts.actions.typing;
}

/** @param {string} name */
function dayRow(name) {
  return make("li", { class: "day" }, make("span", {}, name));
}

/** @param {string} action */
function typingRow(action) {
  const dots = make(
    "span",
    { class: "dots", "aria-hidden": "true" },
    ...[1, 2, 3].map(() => make("i")),
  );
  const words = make("span", { class: "visually-hidden" }, nameOf(action));
  return make(
    "li",
    { class: "message other typing first last" },
    make("div", { class: "bubble" }, dots, words),
  );
}
