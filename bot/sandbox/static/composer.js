/**
 * Where a message is written: text, reply, commands, samples.
 *
 * @import { Model } from "./model.js"
 * @import { Chat, Command, Message, Outgoing } from "./types.js"
 * @import { Suggestion } from "./suggestions.js"
 */

import { commands } from "./api.js";
import { composePoll } from "./pollform.js";
import { fullName, preview } from "./content.js";
import { byId } from "./dom.js";
import { Suggestions } from "./suggestions.js";
import { texts } from "./texts.js";

const LIMIT = 4096; // UTF-16 code units, Telegram's limit
const COUNTED_FROM = 3800;
const BEING_COMPOSED = 229; // the key code that stands for "an input method has this key"

/** @typedef {Omit<Outgoing, "from">} Draft */

/**
 * @typedef {object} Ways How a message gets to a chat; they tell whether it did.
 * @property {(chat: Chat, draft: Draft) => Promise<boolean>} text
 * @property {(chat: Chat, file: File, caption: string, answered?: number) => Promise<boolean>} file
 * @property {(chat: Chat, message: Message) => void} forward To a chat that is chosen then.
 */

export class Composer {
  #form = /** @type {HTMLFormElement} */ (byId("composer"));
  #field = /** @type {HTMLTextAreaElement} */ (byId("field"));
  #send = /** @type {HTMLButtonElement} */ (byId("send"));
  #slash = byId("slash");
  #counter = byId("counter");
  #replyBar = byId("reply-bar");
  #attach = byId("attach");
  #samples = byId("samples");
  #file = /** @type {HTMLInputElement} */ (byId("own-file"));
  #suggestions = new Suggestions(this.#field);
  #model;
  #ways;
  /** @type {Chat | null} */
  #chat = null;
  /** @type {Map<number, number>} Ids of the messages that are being replied to, by chat. */
  #replies = new Map();
  /** @type {Promise<Command[]>} As they were when the suggestions opened. */
  #commands = Promise.resolve([]);

  /**
   * @param {Model} model
   * @param {Ways} ways
   */
  constructor(model, ways) {
    this.#model = model;
    this.#ways = ways;
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.#field.addEventListener("input", () => this.#edited());
    this.#field.addEventListener("keydown", (event) => this.#keyed(event));
    this.#field.addEventListener("blur", () => this.#suggestions.close());
    this.#slash.addEventListener("click", () => this.#write("/"));
    byId("reply-cancel").addEventListener("click", () => this.#answerTo(null));
    byId("forward").addEventListener("click", () => this.#forward());
    this.#file.addEventListener("change", () => this.#sendFile());
    this.#attach.addEventListener("click", () => this.#showSamples(!!this.#samples.hidden));
    this.#samples.addEventListener("click", (event) => this.#sendSample(event));
    document.addEventListener("click", (event) => this.#clickedAnywhere(event));
    document.addEventListener("keydown", (event) => this.#escape(event));
  }

  /** @param {Chat | null} chat */
  open(chat) {
    this.#chat = chat;
    this.#suggestions.close();
    this.#showSamples(false);
    if (!chat) return;
    const isPrivate = chat.type === "private";
    this.#field.placeholder = isPrivate ? texts.placeholder : texts.groupPlaceholder;
    this.#field.value = this.#model.draft(chat.id);
    this.#fit();
    this.#showReply();
  }

  focus() {
    this.#field.focus();
  }

  /** @param {Message} message */
  reply(message) {
    this.#answerTo(message);
    this.focus();
  }

  /** Puts a text where the cursor is. @param {string} text */
  insert(text) {
    this.focus();
    this.#field.setRangeText(text, this.#field.selectionStart, this.#field.selectionEnd, "end");
    this.#edited();
  }

  /** @param {string} text */
  #write(text) {
    this.#field.value = text;
    this.focus();
    this.#edited();
  }

  #edited() {
    this.#fit();
    if (this.#chat) this.#model.keepDraft(this.#chat.id, this.#field.value);
    this.#suggest();
  }

  #fit() {
    const { value, style } = this.#field;
    style.height = "auto";
    style.height = `${this.#field.scrollHeight}px`;
    const over = value.length - LIMIT;
    this.#counter.hidden = value.length < COUNTED_FROM;
    this.#counter.classList.toggle("over", over > 0);
    this.#counter.textContent = over > 0 ? texts.tooLong(over) : texts.remaining(-over);
    this.#send.disabled = !value.trim() || over > 0;
    this.#slash.hidden = value !== "";
  }

  /** @param {KeyboardEvent} event */
  #keyed(event) {
    if (event.isComposing || event.keyCode === BEING_COMPOSED) return;
    if (this.#suggestions.handle(event)) {
      event.preventDefault();
      event.stopPropagation();
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.#form.requestSubmit();
    }
  }

  #submit() {
    const text = this.#field.value.trim();
    if (!this.#send.disabled) this.#sendText(text);
  }

  /** Sends, and gives the text back if that failed. @param {string} text */
  async #sendText(text) {
    const chat = this.#chat;
    if (!chat) return;
    const answered = this.#answered()?.message_id;
    this.#write("");
    this.#answerTo(null);
    if (await this.#ways.text(chat, { text, reply_to_message_id: answered })) return;
    this.#giveBack(chat, text, answered);
  }

  /** @param {Chat} chat @param {string} text @param {number | undefined} answered */
  #giveBack(chat, text, answered) {
    if (this.#model.draft(chat.id)) return; // something else is being written by now
    this.#model.keepDraft(chat.id, text);
    if (answered) this.#replies.set(chat.id, answered);
    if (this.#chat === chat) this.open(chat);
  }

  // Replies

  /** @param {Message | null} message */
  #answerTo(message) {
    if (!this.#chat) return;
    if (message) this.#replies.set(this.#chat.id, message.message_id);
    else this.#replies.delete(this.#chat.id);
    this.#showReply();
  }

  /** What is being replied to here, unless it is gone by now. */
  #answered() {
    const { id } = this.#chat ?? { id: 0 };
    const answered = this.#replies.get(id);
    return this.#model.messages(id).find((message) => message.message_id === answered);
  }

  #showReply() {
    const message = this.#answered();
    this.#replyBar.hidden = !message;
    if (!message) return;
    byId("reply-name").textContent = texts.replyTo(fullName(message.from));
    byId("reply-text").textContent = preview(message);
  }

  #forward() {
    const message = this.#answered();
    this.#answerTo(null);
    if (this.#chat && message) this.#ways.forward(this.#chat, message);
  }

  // Suggestions

  async #suggest() {
    const typed = this.#field.value;
    const suggestions = /^\/\w*$/.test(typed) ? await this.#commandsLike(typed) : this.#names();
    const isCurrent = typed === this.#field.value && document.activeElement === this.#field;
    if (isCurrent) this.#suggestions.show(suggestions);
  }

  /** @param {string} typed @returns {Promise<Suggestion[]>} */
  async #commandsLike(typed) {
    const chat = this.#chat;
    if (!chat) return [];
    if (!this.#suggestions.isOpen) {
      this.#commands = commands(chat, this.#model.speaker(chat).id).catch(() => []);
    }
    const known = await this.#commands;
    const addressed = chat.type === "private" ? "" : `@${this.#model.bot.username}`;
    return known
      .filter(({ command }) => `/${command}`.startsWith(typed.toLowerCase()))
      .map(({ command, description }) => ({
        label: `/${command}`,
        detail: description,
        choose: () => this.#sendText(`/${command}${addressed}`),
        complete: () => this.#write(`/${command}${addressed} `),
      }));
  }

  /** Those in the group whose name begins with what stands after an "@". @returns {Suggestion[]} */
  #names() {
    const chat = this.#chat;
    if (!chat || chat.type === "private") return [];
    const before = this.#field.value.slice(0, this.#field.selectionStart);
    const begun = /(?:^|\s)@(\w*)$/.exec(before)?.[1].toLowerCase();
    if (begun === undefined) return [];
    const { bot } = this.#model;
    const people = this.#model.members(chat).map(({ name, username }) => ({ name, username }));
    return [{ name: fullName(bot), username: bot.username }, ...people]
      .filter(({ username }) => username?.toLowerCase().startsWith(begun))
      .map(({ name, username }) => {
        const complete = () => this.#completeName(begun.length, `${username} `);
        return { label: `@${username}`, detail: name, choose: complete, complete };
      });
  }

  /** @param {number} typed How much of it is there already. @param {string} name */
  #completeName(typed, name) {
    const end = this.#field.selectionStart;
    this.#field.setRangeText(name, end - typed, end, "end");
    this.#edited();
  }

  // Samples of what is not text

  /** @param {boolean} shown */
  #showSamples(shown) {
    this.#samples.hidden = !shown;
    this.#attach.setAttribute("aria-expanded", String(shown));
  }

  /** @param {Event} event */
  #sendSample(event) {
    const chosen = /** @type {HTMLElement} */ (event.target).closest("button");
    if (!chosen || !this.#chat) return;
    this.#showSamples(false);
    if (chosen.dataset.own === "file") this.#file.click();
    else if (chosen.dataset.own === "poll") this.#sendPoll(this.#chat);
    else this.#deliver(this.#chat, { [String(chosen.dataset.sample)]: true });
    this.#attach.focus();
  }

  /** Sends what is not text, as the answer that is being written. @param {Chat} chat @param {Draft} draft */
  #deliver(chat, draft) {
    const answered = this.#answered()?.message_id;
    this.#answerTo(null);
    this.#ways.text(chat, { ...draft, reply_to_message_id: answered });
  }

  /** @param {Chat} chat */
  async #sendPoll(chat) {
    const poll = await composePoll();
    if (poll) this.#deliver(chat, { poll });
  }

  /** Sends a file of one's own; what is written is its caption. */
  async #sendFile() {
    const [chat, file] = [this.#chat, this.#file.files?.[0]];
    if (!chat || !file) return;
    this.#file.value = "";
    const caption = this.#field.value.trim();
    const answered = this.#answered()?.message_id;
    this.#write("");
    this.#answerTo(null);
    if (await this.#ways.file(chat, file, caption, answered)) return;
    this.#giveBack(chat, caption, answered);
  }

  /** @param {Event} event */
  #clickedAnywhere(event) {
    const target = /** @type {Node} */ (event.target);
    if (!this.#samples.contains(target) && !this.#attach.contains(target)) this.#showSamples(false);
  }

  /** @param {KeyboardEvent} event */
  #escape({ key, isComposing }) {
    if (key !== "Escape" || isComposing) return;
    if (!this.#samples.hidden) {
      this.#showSamples(false);
      this.#attach.focus();
    } else this.#answerTo(null);
  }
}
