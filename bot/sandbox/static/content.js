/**
 * What a message holds, beside formatted text.
 *
 * @import { Message, User } from "./types.js"
 */

import { icon, make } from "./dom.js";
import { texts } from "./texts.js";

/** @param {User | undefined} user */
export function fullName(user) {
  return [user?.first_name, user?.last_name].filter(Boolean).join(" ");
}

/** A message in one line, as lists and quotes show it. @param {Message} message @returns {string} */
export function preview(message) {
  const words = message.text ?? message.caption ?? serviceText(message) ?? attachmentName(message);
  return words.replace(/\s+/g, " ").trim();
}

/** @param {Message} message */
function attachmentName(message) {
  const { kinds } = texts;
  if (message.sticker) return `${kinds.sticker} ${message.sticker.emoji ?? ""}`;
  if (message.voice) return kinds.voice;
  if (message.location) return kinds.location;
  if (message.document) return message.document.file_name ?? kinds.document;
  if (message.photo) return kinds.photo;
  return kinds.unknown;
}

/**
 * The line that stands for something that happened in the chat.
 *
 * @param {Message} message
 * @returns {string | null}
 */
export function serviceText(message) {
  const { forum_topic_created: topic, left_chat_member: left } = message;
  if (left) return texts.service.left(fullName(left));
  if (topic) return texts.service.topic(topic.name);
  return null;
}

/** The picture of what is not text, or null. @param {Message} message */
export function attachment(message) {
  if (message.sticker) return make("div", { class: "sticker" }, message.sticker.emoji ?? "🙂");
  if (message.voice) return voice(message.voice.duration);
  if (message.location) return place(message.location);
  if (message.document || message.photo) return card("file", attachmentName(message), "");
  return message.text === undefined ? card("file", attachmentName(message), "") : null;
}

/** @param {number} duration In seconds. */
function voice(duration) {
  const length = `${Math.floor(duration / 60)}:${String(duration % 60).padStart(2, "0")}`;
  return card("microphone", texts.kinds.voice, length);
}

/** @param {{latitude: number, longitude: number}} location */
function place({ latitude, longitude }) {
  return card("place", texts.kinds.location, `${latitude.toFixed(4)}, ${longitude.toFixed(4)}`);
}

/** @param {string} picture @param {string} title @param {string} detail */
function card(picture, title, detail) {
  return make(
    "div",
    { class: "attachment" },
    make("span", { class: "attachment-icon" }, icon(picture)),
    make("span", {}, make("strong", {}, title), detail && make("span", { class: "quiet" }, detail)),
  );
}
