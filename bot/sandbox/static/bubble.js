/**
 * One message as a row of the conversation.
 *
 * @import { Actions, Message, Origin } from "./types.js"
 * @import { Row } from "./rows.js"
 */

import { avatar, botAvatar, hue } from "./avatar.js";
import { attachment, fullName, preview, serviceText } from "./content.js";
import { icon, make } from "./dom.js";
import { formatted } from "./entities.js";
import { keyboard } from "./keyboard.js";
import { poll } from "./poll.js";
import { isoTime, timeOfDay } from "./times.js";
import { texts } from "./texts.js";

/**
 * @typedef {object} Setting What a message's looks depend on, beside itself.
 * @property {Actions} actions
 * @property {string | undefined} botUsername
 * @property {(id: number) => boolean} isBot
 * @property {number} speaker Whose messages stand on the right.
 * @property {boolean} group Senders are named.
 */

/**
 * @param {Row} row
 * @param {Set<number>} opened What the person has opened in this message, by offset.
 * @param {Setting} setting
 * @returns {HTMLLIElement}
 */
export function bubble(row, opened, setting) {
  const { message } = row;
  const happened = serviceText(message);
  const attributes = { "data-id": message.message_id, tabindex: -1 };
  if (happened) return make("li", { ...attributes, class: "service" }, make("span", {}, happened));
  const own = message.from?.id === setting.speaker;
  const classes = ["message", own ? "own" : "other", row.first && "first", row.last && "last"];
  const buttons = message.reply_markup?.inline_keyboard ?? [];
  return make(
    "li",
    { ...attributes, class: classes.filter(Boolean).join(" ") },
    setting.group && !own && portrait(message, setting),
    make(
      "div",
      { class: "stack" },
      body(row, opened, setting, own),
      replyButton(message, setting.actions),
      buttons.length > 0 && keyboard(message, buttons, setting),
    ),
  );
}

/** @param {Message} message @param {Setting} setting */
function portrait({ from }, { isBot }) {
  if (!from) return null;
  return isBot(from.id) ? botAvatar() : avatar(fullName(from), from.id);
}

/** @param {Row} row @param {Set<number>} opened @param {Setting} setting @param {boolean} own */
function body({ message, first }, opened, setting, own) {
  const text = message.text ?? message.caption;
  const original = message.reply_to_message; // in a forum also what opened the topic
  const entities = message.entities ?? message.caption_entities ?? [];
  const context = { actions: setting.actions, botUsername: setting.botUsername, opened };
  const named = setting.group && !own && first;
  return make(
    "article",
    { class: message.sticker ? "bubble bare" : "bubble", "aria-label": fullName(message.from) },
    named && sender(message, setting),
    message.forward_origin && forwarded(message.forward_origin),
    original && !original.forum_topic_created && quoted(original, message.quote?.text, setting),
    message.poll ? poll(message, setting) : attachment(message),
    text !== undefined && make("div", { class: "text" }, formatted(text, entities, context)),
    meta(message),
  );
}

/** @param {Message} message @param {Setting} setting */
function sender({ from }, { isBot }) {
  if (!from) return null;
  return make(
    "p",
    { class: "sender", "data-hue": isBot(from.id) ? "bot" : hue(from.id) },
    fullName(from),
  );
}

/** @param {Origin} origin */
function forwarded({ sender_user: user, sender_user_name: name }) {
  return make("p", { class: "forwarded" }, texts.forwardedFrom(name ?? fullName(user)));
}

/**
 * @param {Message} original
 * @param {string | undefined} part The part of it that was quoted.
 * @param {Setting} setting
 */
function quoted(original, part, { actions, isBot }) {
  const id = original.from?.id ?? 0;
  return make(
    "button",
    {
      type: "button",
      class: "quoted",
      "data-hue": isBot(id) ? "bot" : hue(id),
      "data-key": "quoted",
      title: texts.seeOriginal,
      click: () => actions.jump(original.message_id),
    },
    make("strong", {}, fullName(original.from)),
    make("span", {}, part ?? preview(original)),
  );
}

/** @param {Message} message */
function meta({ date, edit_date: edited }) {
  return make(
    "span",
    { class: "meta" },
    edited !== undefined && make("span", {}, texts.edited),
    make("time", { datetime: isoTime(date) }, timeOfDay(date)),
  );
}

/** @param {Message} message @param {Actions} actions */
function replyButton(message, actions) {
  return make(
    "button",
    {
      type: "button",
      class: "reply round",
      "data-key": "reply",
      title: texts.replyOrForward,
      "aria-label": texts.replyTo(fullName(message.from)),
      click: () => actions.reply(message),
    },
    icon("reply"),
  );
}
