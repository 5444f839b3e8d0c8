/** The round pictures of people, groups and the bot. */

import { icon, make } from "./dom.js";

const HUES = 6; // as many as chat.css has

/** The number of someone's colour. @param {number} id */
export function hue(id) {
  return Math.abs(id) % HUES;
}

/** @param {string} name @param {number} id */
export function avatar(name, id) {
  const words = name.trim().split(/\s+/);
  const ends = words.length > 1 ? [words[0], words[words.length - 1]] : words;
  const initials = ends.map((word) => [...word][0] ?? "").join("");
  return make(
    "span",
    { class: "avatar", "data-hue": hue(id), "aria-hidden": "true" },
    initials.toUpperCase(),
  );
}

export function botAvatar() {
  return make("span", { class: "avatar bot", "aria-hidden": "true" }, icon("bot"));
}

export function groupAvatar() {
  return make("span", { class: "avatar group", "aria-hidden": "true" }, icon("people"));
}
