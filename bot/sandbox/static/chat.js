/**
 * The chat page of the sandbox. This module puts the parts together: what comes from the sandbox
 * changes the model, a change of the model is shown, and what a person does goes to the sandbox.
 *
 * @import { Actions, CallbackAnswer, Chat, Message, Outgoing } from "./types.js"
 */

import * as sandbox from "./api.js";
import { ChatList } from "./chatlist.js";
import { Composer } from "./composer.js";
import { Connection } from "./connection.js";
import { Conversation } from "./conversation.js";
import { byId } from "./dom.js";
import { alertDialog, ask, choose, toast } from "./feedback.js";
import { safeLink, startPayload } from "./links.js";
import { GENERAL, Model } from "./model.js";
import { Presses } from "./presses.js";
import { ReplyKeyboard } from "./replykeyboard.js";
import { Speakers } from "./speakers.js";
import { isDark, toggleTheme } from "./theme.js";
import { texts } from "./texts.js";
import { Topics } from "./topics.js";
import { TroubleMenu } from "./trouble.js";

const wide = matchMedia("(min-width: 720px)");
const canHover = matchMedia("(hover: hover) and (pointer: fine)");

const model = new Model();
const presses = new Presses();

/** @type {Chat | null} */
let open = null;
/** Whether the list of chats is one step back in the browser's history. */
let cameFromList = false;

/** @type {Actions} */
const actions = {
  say: (text) => void (open && deliver(open, { text })),
  insert: (text) => composer.insert(text),
  start: (payload) => void startBot(payload),
  copy: (text) => void copy(text),
  reply: (message) => composer.reply(message),
  press: async (message, row, column) => {
    if (!open) return;
    const from = model.speaker(open).id;
    const pressed = await attempt(sandbox.press(message, from, row, column), texts.failed);
    if (!pressed) return;
    if (!(await presses.answerTo(pressed.callback_query_id))) toast(texts.noAnswer);
  },
  vote: (message, options) => {
    if (open) tryTo(sandbox.vote(message, model.speaker(open).id, options));
  },
  jump: (messageId) => {
    if (!conversation.jumpTo(messageId)) toast(texts.messageGone);
  },
};

const conversation = new Conversation(model, actions);
const composer = new Composer(model, { text: deliver, file: deliverFile, forward });
const topics = new Topics(model, (topic) => {
  if (!open) return;
  model.openTopic(open.id, topic);
  conversation.open(open);
});
const speakers = new Speakers(model);
const trouble = new TroubleMenu(model, tryTo);
const replyKeyboard = new ReplyKeyboard(model, actions.say, tryTo);
const list = new ChatList(model, (chat) => goTo(chat));

/**
 * Says a refusal in passing.
 *
 * @template Result
 * @param {Promise<Result>} request
 * @param {(reason: string) => string} failure
 * @returns {Promise<Result | null>}
 */
async function attempt(request, failure) {
  try {
    return await request;
  } catch (error) {
    toast(failure(error instanceof Error ? error.message : String(error)));
    return null;
  }
}

/** @param {Promise<void>} act */
function tryTo(act) {
  void attempt(act, texts.failed);
}

/** @param {Chat} chat @param {Omit<Outgoing, "from">} draft @returns {Promise<boolean>} */
async function deliver(chat, draft) {
  conversation.follow();
  const outgoing = { ...place(chat), ...draft };
  const message = await attempt(sandbox.send(chat.id, outgoing), texts.notSent);
  return message !== null;
}

/** @param {Chat} chat @param {File} file @param {string} caption @param {number} [answered] */
async function deliverFile(chat, file, caption, answered) {
  conversation.follow();
  const outgoing = { ...place(chat), file, caption, reply_to_message_id: answered };
  return (await attempt(sandbox.sendFile(chat.id, outgoing), texts.notSent)) !== null;
}

/** Whose message it is, and in which topic. @param {Chat} chat */
function place(chat) {
  const from = model.speaker(chat).id;
  const topic = chat.topics && model.topic(chat.id);
  return topic ? { from, message_thread_id: topic } : { from };
}

/** @param {Chat} chat */
function detailOf(chat) {
  return chat.type === "private" ? texts.privateChat : texts.members(chat.members.length);
}

/** Lets a chat be chosen, and posts a message there again. @param {Chat} source @param {Message} message */
async function forward(source, message) {
  const from = model.speaker(source).id;
  const choices = model.chats
    .filter(({ members }) => members.includes(from))
    .map((chat) => ({ label: model.nameOf(chat), detail: detailOf(chat), value: chat }));
  const chat = await choose({ title: texts.forwardTo, choices });
  if (!chat) return;
  const copied = { chat_id: source.id, message_id: message.message_id };
  const posted = await attempt(sandbox.send(chat.id, { from, forward: copied }), texts.notSent);
  if (!posted) return;
  if (chat.topics) model.openTopic(chat.id, GENERAL);
  model.speakAs(chat, from);
  if (chat !== open) goTo(chat);
}

/** Deep links lead into the private chat with the bot. @param {string} payload */
async function startBot(payload) {
  const speaker = open && model.speaker(open);
  const chat = speaker && model.chat(speaker.id);
  if (!chat) return;
  goTo(chat);
  await deliver(chat, { text: `/start ${payload}`.trim() });
}

/** @param {string} address */
function openAddress(address) {
  const payload = startPayload(address, model.bot.username);
  const href = safeLink(address);
  if (payload !== null) void startBot(payload);
  else if (href) window.open(href, "_blank", "noopener");
}

/** @param {string} text */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast(texts.copied);
  } catch {
    toast(texts.notCopied);
  }
}

// Which chat is open stands in the address, so that the browser's back button works.

/** @param {Chat} chat */
function goTo(chat) {
  if (wide.matches) location.replace(`#${chat.id}`);
  else {
    cameFromList = !open;
    location.hash = String(chat.id);
  }
}

function goBack() {
  if (cameFromList) history.back();
  else location.replace("#");
}

function followAddress() {
  const named = model.chat(Number(location.hash.slice(1)));
  const next = named ?? (wide.matches ? model.chats[0] : null) ?? null;
  document.body.dataset.pane = next ? "chat" : "list";
  if (next === open) return;
  open = next;
  showOpenChat();
  if (canHover.matches) composer.focus();
}

function showOpenChat() {
  byId("conversation").toggleAttribute("data-empty", !open);
  topics.show(open);
  speakers.open(open);
  composer.open(open);
  conversation.open(open);
  showState();
}

/** Shows what is not said but set: what is wrong with the chats, and the bot's own buttons. */
function showState() {
  trouble.show(open);
  replyKeyboard.show(open);
  list.refresh(open?.id);
}

/** The chats are not as before; a group that became a supergroup stays open as that. */
function rearranged() {
  const successor = model.chats.find((chat) => chat.moved_from === open?.id);
  if (successor) location.replace(`#${successor.id}`);
  showState();
}

/** @param {number | null} chatId */
function changed(chatId) {
  if (chatId === null) {
    open = null;
    followAddress();
  } else if (chatId === open?.id) {
    topics.show(open);
    conversation.refresh();
  }
  list.refresh(open?.id);
  showUnread();
}

function showUnread() {
  const unread = model.totalUnread;
  document.title = unread ? `(${unread}) ${texts.title}` : texts.title;
  byId("back").setAttribute("aria-label", texts.backToList(unread));
  byId("back-count").textContent = unread ? String(unread) : "";
}

/** @param {CallbackAnswer} answer */
function answered(answer) {
  presses.answered(answer);
  if (answer.url) openAddress(answer.url);
  if (!answer.text) return;
  if (answer.show_alert) void alertDialog(answer.text);
  else toast(answer.text);
}

async function startOver() {
  if (!(await ask({ ...texts.reset, cancel: texts.cancel }))) return;
  if ((await attempt(sandbox.reset(), texts.failed)) !== null) toast(texts.reset.done);
}

function showTheme() {
  const label = isDark() ? texts.theme.toLight : texts.theme.toDark;
  byId("theme").setAttribute("aria-label", label);
  byId("theme").title = label;
}

model.addEventListener("change", (event) => changed(/** @type {CustomEvent} */ (event).detail));
model.addEventListener("chats", rearranged);
model.addEventListener("answer", (event) => answered(/** @type {CustomEvent} */ (event).detail));
addEventListener("hashchange", followAddress);
wide.addEventListener("change", followAddress);
byId("back").addEventListener("click", goBack);
byId("reset").addEventListener("click", startOver);
byId("theme").addEventListener("click", () => {
  toggleTheme();
  showTheme();
});
showTheme();

new Connection(model, (connected) => {
  byId("banner").hidden = connected;
  document.body.toggleAttribute("data-ready", true);
}).open();
