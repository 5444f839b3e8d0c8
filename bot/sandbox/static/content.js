/**
 * What a message holds, beside formatted text.
 *
 * @import { Message, StoredFile, User } from "./types.js"
 */

import { fileAddress } from "./api.js";
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
  if (message.poll) return `${kinds.poll}: ${message.poll.question}`;
  return kinds.unknown;
}

/**
 * The line that stands for something that happened in the chat.
 *
 * @param {Message} message
 * @returns {string | null}
 */
export function serviceText(message) {
  const { service } = texts;
  const { forum_topic_created: topic, left_chat_member: left, from, chat_shared: shared } = message;
  const added = message.new_chat_members?.map(fullName).join(", ");
  const isOwnLeaving = left?.id === from?.id;
  if (left) return isOwnLeaving ? service.left(fullName(left)) : service.removed(fullName(left));
  if (added) return service.added(added);
  if (topic) return service.topic(topic.name);
  if (shared) return service.shared(shared.title ?? String(shared.chat_id));
  if (message.users_shared) return service.sharedPerson(message.users_shared.users[0].user_id);
  return message.migrate_to_chat_id || message.migrate_from_chat_id ? service.migrated : null;
}

/** The picture of what is not text, or null. @param {Message} message */
export function attachment(message) {
  if (message.sticker) return make("div", { class: "sticker" }, message.sticker.emoji ?? "🙂");
  if (message.voice) return voice(message.voice.duration);
  if (message.location) return place(message.location);
  if (message.photo) return photo(message.photo[0], message.caption);
  if (message.document) return paper(message.document);
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

/**
 * @param {StoredFile & {width: number, height: number}} picture
 * @param {string | undefined} caption
 */
function photo({ file_id, width, height }, caption) {
  const alt = caption ? "" : texts.kinds.photo; // words below it tell what it shows
  return make("img", { class: "photo", src: fileAddress(file_id), width, height, alt });
}

/** @param {StoredFile & {file_name?: string}} paper */
function paper({ file_id, file_name, file_size = 0 }) {
  const name = file_name ?? texts.kinds.document;
  const shown = card("file", name, texts.size(file_size));
  return make("a", { class: "file", href: fileAddress(file_id), download: name }, shown);
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
