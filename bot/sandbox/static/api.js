/**
 * The sandbox over HTTP.
 *
 * @import { Chat, Command, Fault, Message, Outgoing, SandboxEvent } from "./types.js"
 * @import { Snapshot, State } from "./types.js"
 */

import { texts } from "./texts.js";

const BASE = "sandbox";

/** What the sandbox refused, or that it could not be reached, in words that can be shown. */
export class SandboxError extends Error {}

/**
 * @param {string} path
 * @param {object} [body] Posted, as JSON unless it is a form; without one it is a GET.
 * @returns {Promise<any>}
 * @throws {SandboxError}
 */
async function call(path, body) {
  const request = body && { method: "POST", ...encoded(body) };
  let response;
  try {
    response = await fetch(`${BASE}/${path}`, request);
  } catch {
    throw new SandboxError(texts.unreachable);
  }
  const result = await response.json().catch(() => null);
  if (!response.ok) throw new SandboxError(result?.error ?? `HTTP ${response.status}`);
  return result;
}

/** @param {object} body */
function encoded(body) {
  if (body instanceof FormData) return { body };
  return { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
}

/** @returns {Promise<Snapshot>} */
export async function snapshot() {
  /** @type {State} */
  const state = await call("state");
  const histories = state.chats.map((chat) => call(`chats/${chat.id}/messages`));
  return { state, histories: await Promise.all(histories) };
}

/**
 * @param {number} chatId
 * @param {Outgoing} outgoing
 * @returns {Promise<Message>}
 */
export function send(chatId, outgoing) {
  return call(`chats/${chatId}/messages`, outgoing);
}

/**
 * Sends a file: a picture as a photo, anything else as a document.
 *
 * @param {number} chatId
 * @param {{from: number, file: File, caption: string, reply_to_message_id?: number,
 *   message_thread_id?: number}} outgoing
 * @returns {Promise<Message>}
 */
export function sendFile(chatId, outgoing) {
  const form = new FormData();
  for (const [name, value] of Object.entries(outgoing)) {
    if (value !== undefined) form.append(name, value instanceof File ? value : String(value));
  }
  return call(`chats/${chatId}/files`, form);
}

/** Where the page finds a file that someone sent. @param {string} fileId */
export function fileAddress(fileId) {
  return `${BASE}/files/${encodeURIComponent(fileId)}`;
}

/**
 * Votes in a poll; no options take the vote back.
 *
 * @param {Message} message
 * @param {number} from
 * @param {number[]} options
 */
export async function vote(message, from, options) {
  await call(`chats/${message.chat.id}/messages/${message.message_id}/vote`, { from, options });
}

/**
 * @param {Message} message
 * @param {number} from
 * @param {number} row
 * @param {number} column
 * @returns {Promise<{callback_query_id: string}>}
 */
export function press(message, from, row, column) {
  const path = `chats/${message.chat.id}/messages/${message.message_id}/press`;
  return call(path, { from, row, column });
}

/**
 * @param {Chat} chat
 * @param {number} from
 * @returns {Promise<Command[]>}
 */
export function commands(chat, from) {
  return call(`chats/${chat.id}/commands?from=${from}`);
}

/**
 * Gives a chat a fault, or takes it away.
 *
 * @param {number} chatId
 * @param {Partial<Fault>} fault Empty for none.
 */
export async function setFault(chatId, fault) {
  await call(`chats/${chatId}/fault`, fault);
}

/**
 * Lets the bot into a chat, or puts it out.
 *
 * @param {number} chatId
 * @param {number} from
 * @param {boolean} isIn
 */
export async function moveBot(chatId, from, isIn) {
  await call(`chats/${chatId}/bot`, { from, in: isIn });
}

/** Makes a supergroup of a group. @param {number} chatId */
export async function migrate(chatId) {
  await call(`chats/${chatId}/migrate`, {});
}

/**
 * Picks a chat for a button that asks for one.
 *
 * @param {number} chatId Where the button is.
 * @param {{from: number, request_id: number, chat_id: number} |
 *   {from: number, request_id: number, user_id: number}} pick
 */
export async function share(chatId, pick) {
  await call(`chats/${chatId}/share`, pick);
}

export async function reset() {
  await call("reset", {});
}

/**
 * Opens the stream of events.
 *
 * @param {{open: () => void, event: (event: SandboxEvent) => void, lost: () => void}} on
 *   `lost` is called once, and then the stream is closed.
 */
export function listen(on) {
  const source = new EventSource(`${BASE}/events`);
  source.onopen = on.open;
  source.onmessage = (message) => on.event(JSON.parse(message.data));
  source.onerror = () => {
    source.close();
    on.lost();
  };
  return source;
}
