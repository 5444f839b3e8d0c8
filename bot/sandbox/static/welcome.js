/**
 * What an empty chat shows: who one is here, and questions to begin with.
 *
 * @import { Chat, Persona } from "./types.js"
 */

import { botAvatar } from "./avatar.js";
import { make } from "./dom.js";
import { texts } from "./texts.js";

/**
 * @param {Chat} chat
 * @param {Persona} persona
 * @param {(text: string) => void} say
 */
export function welcome(chat, persona, say) {
  const isPrivate = chat.type === "private";
  const { welcome: words } = texts;
  const examples = words.examples.map((example) =>
    isPrivate ? example : `${words.groupCommand} ${example}`,
  );
  return make(
    "div",
    { class: "welcome-card" },
    botAvatar(),
    make("h3", {}, isPrivate ? words.private(persona.name) : words.group(chat.title)),
    isPrivate && make("p", { class: "quiet" }, persona.note),
    make("p", {}, isPrivate ? words.privateHint : words.groupHint),
    make(
      "ul",
      { class: "chips" },
      ...examples.map((example) => make("li", {}, chip(example, say))),
    ),
    isPrivate &&
      make("button", { type: "button", class: "primary", click: () => say("/start") }, words.start),
  );
}

/** @param {string} example @param {(text: string) => void} say */
function chip(example, say) {
  return make("button", { type: "button", class: "chip", click: () => say(example) }, example);
}
