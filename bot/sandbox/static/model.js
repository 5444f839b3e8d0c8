/**
 * What the page knows: who is here, what was said, what is unread, who is typing.
 *
 * @import { Chat, Message, Persona, SandboxEvent, Snapshot, User } from "./types.js"
 */

import { recall, remember } from "./memory.js";

const TYPING_LASTS = 5000; // milliseconds, as on Telegram

export const GENERAL = 0; // the topic that every forum has

/**
 * Tells of a "change" (detail: the chat's id, or null for everything), of an "arrival" (detail: the
 * new message), of an "answer" (detail: the CallbackAnswer) and of "chats" that are not as before.
 */
export class Model extends EventTarget {
  /** @type {User | undefined} */
  #bot;
  /** @type {Map<number, Persona>} */
  #personas = new Map();
  /** @type {Chat[]} */
  chats = [];
  /** @type {Map<number, Message[]>} Oldest first. */
  #messages = new Map();
  /** @type {Map<number, Map<number, number>>} By chat and topic. */
  #unread = new Map();
  /** @type {Map<number, {action: string, timer: number}>} */
  #busy = new Map();
  /** @type {Map<number, number>} Whom this window speaks as, by chat. */
  #speakers = new Map();
  /** @type {Map<number, number>} The topics that are open, by chat. */
  #topics = new Map();

  /** @param {Snapshot} snapshot */
  load({ state, histories }) {
    this.#bot = state.bot;
    this.#personas = new Map(state.personas.map((persona) => [persona.id, persona]));
    this.chats = state.chats;
    state.chats.forEach((chat, index) => this.#replaceHistory(chat.id, histories[index]));
    this.#tell("change", null);
  }

  /** @param {number} chatId @param {Message[]} history */
  #replaceHistory(chatId, history) {
    const known = this.#messages.get(chatId);
    const last = known?.at(-1)?.message_id ?? 0;
    const missed = known ? history.filter((m) => m.message_id > last && this.isBot(m.from)) : [];
    this.#messages.set(chatId, history);
    missed.forEach((message) => this.#countUnread(message));
  }

  /** Forgets what was said, not who is here. */
  clear() {
    for (const chat of this.chats) {
      this.#rest(chat.id);
      remember(`draft.${chat.id}`, null);
    }
    this.#messages.clear();
    this.#unread.clear();
    this.#tell("change", null);
  }

  /** @param {SandboxEvent} event */
  apply(event) {
    if (event.type === "message") this.#put(event.message, true);
    else if (event.type === "edited") this.#put(event.message, false);
    else if (event.type === "deleted") this.#remove(event.chat_id, event.message_id);
    else if (event.type === "action") this.#act(event.chat_id, event.action);
    else if (event.type === "callback_answer") this.#tell("answer", event);
    else if (event.type === "chats") this.#arrange(event.chats);
  }

  /** Takes the chats as they are now; one that stays is the same object. @param {Chat[]} chats */
  #arrange(chats) {
    const gone = { bot: undefined, fault: undefined, keyboard: undefined };
    this.chats = chats.map((chat) => Object.assign(this.chat(chat.id) ?? {}, gone, chat));
    this.#tell("chats", null);
  }

  /** @param {Message} message @param {boolean} isNew */
  #put(message, isNew) {
    const messages = this.messages(message.chat.id);
    const at = messages.findIndex((other) => other.message_id >= message.message_id);
    const known = at >= 0 && messages[at].message_id === message.message_id;
    const updated = messages.toSpliced(at < 0 ? messages.length : at, known ? 1 : 0, message);
    this.#messages.set(message.chat.id, updated);
    const arrived = isNew && !known;
    if (arrived && this.isBot(message.from)) {
      this.#rest(message.chat.id);
      this.#countUnread(message);
    }
    this.#tell("change", message.chat.id);
    if (arrived) this.#tell("arrival", message);
  }

  /** @param {number} chatId @param {number} messageId */
  #remove(chatId, messageId) {
    const kept = this.messages(chatId).filter((message) => message.message_id !== messageId);
    this.#messages.set(chatId, kept);
    this.#tell("change", chatId);
  }

  /** @param {number} chatId @param {string} action */
  #act(chatId, action) {
    this.#rest(chatId);
    const stop = () => this.#act(chatId, "cancel");
    if (action !== "cancel") {
      this.#busy.set(chatId, { action, timer: setTimeout(stop, TYPING_LASTS) });
    }
    this.#tell("change", chatId);
  }

  /** @param {number} chatId */
  #rest(chatId) {
    clearTimeout(this.#busy.get(chatId)?.timer);
    this.#busy.delete(chatId);
  }

  /** @param {string} type @param {unknown} detail */
  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  /** Known once the first snapshot is loaded. */
  get bot() {
    if (!this.#bot) throw new Error("the sandbox's state is not loaded yet");
    return this.#bot;
  }

  /** @param {User | undefined} user */
  isBot(user) {
    return user !== undefined && user.id === this.#bot?.id;
  }

  /** @param {number} id */
  chat(id) {
    return this.chats.find((chat) => chat.id === id);
  }

  /** Everybody that one can speak as. */
  get people() {
    return [...this.#personas.values()];
  }

  /** @param {Chat} chat */
  members(chat) {
    return chat.members.flatMap((id) => this.#personas.get(id) ?? []);
  }

  /** What one calls a chat: a private one is that with the bot. @param {Chat} chat */
  nameOf(chat) {
    return chat.type === "private" ? this.bot.first_name : chat.title;
  }

  /** @param {number} chatId */
  messages(chatId) {
    return this.#messages.get(chatId) ?? [];
  }

  /** What the bot is doing in a chat right now ("typing"), if anything. @param {number} chatId */
  action(chatId) {
    return this.#busy.get(chatId)?.action;
  }

  /** Of a chat, or of one topic of it. @param {number} chatId @param {number} [topic] */
  unread(chatId, topic) {
    const counts = this.#unread.get(chatId);
    if (topic !== undefined) return counts?.get(topic) ?? 0;
    return [...(counts?.values() ?? [])].reduce((sum, count) => sum + count, 0);
  }

  get totalUnread() {
    return [...this.#unread.keys()].reduce((sum, chatId) => sum + this.unread(chatId), 0);
  }

  /** Takes note that the open topic of a chat is read. @param {number} chatId */
  markRead(chatId) {
    if (!this.#unread.get(chatId)?.delete(this.topic(chatId))) return;
    this.#tell("change", chatId);
  }

  /** @param {Message} message */
  #countUnread(message) {
    const counts = this.#unread.get(message.chat.id) ?? new Map();
    const topic = topicOf(message);
    this.#unread.set(message.chat.id, counts.set(topic, (counts.get(topic) ?? 0) + 1));
  }

  /** The topic of a forum that is open; 0 is the general one, and all of another chat. @param {number} chatId */
  topic(chatId) {
    return this.#topics.get(chatId) ?? recall(`topic.${chatId}`, GENERAL);
  }

  /** @param {number} chatId @param {number} topic */
  openTopic(chatId, topic) {
    this.#topics.set(chatId, topic);
    remember(`topic.${chatId}`, topic);
    this.#tell("change", chatId);
  }

  /** The messages of the topic that is open. @param {Chat} chat */
  shown(chat) {
    if (!chat.topics) return this.messages(chat.id);
    const open = this.topic(chat.id);
    return this.messages(chat.id).filter((message) => topicOf(message) === open);
  }

  /** Who the person at the keyboard is in a chat. @param {Chat} chat @returns {Persona} */
  speaker(chat) {
    const members = this.members(chat);
    const chosen = this.#speakers.get(chat.id) ?? recall(`speaker.${chat.id}`, 0);
    return members.find((persona) => persona.id === chosen) ?? members[0];
  }

  /** @param {Chat} chat @param {number} personaId */
  speakAs(chat, personaId) {
    this.#speakers.set(chat.id, personaId);
    remember(`speaker.${chat.id}`, personaId);
    this.#tell("change", chat.id);
  }

  /** @param {number} chatId @returns {string} */
  draft(chatId) {
    return recall(`draft.${chatId}`, "");
  }

  /** @param {number} chatId @param {string} text */
  keepDraft(chatId, text) {
    if (text === this.draft(chatId)) return;
    remember(`draft.${chatId}`, text);
    this.#tell("change", chatId);
  }
}

/** @param {Message} message */
export function topicOf(message) {
  return message.is_topic_message ? (message.message_thread_id ?? GENERAL) : GENERAL;
}
