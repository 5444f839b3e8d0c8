/** What the page says in passing (toasts) and what it waits for an answer to (dialogs). */

import { byId, make } from "./dom.js";
import { texts } from "./texts.js";

const READING_TIME = 3500; // milliseconds, and more for each letter
const READING_TIME_PER_LETTER = 45;

/** @param {string} text */
export function toast(text) {
  const node = make("p", { class: "toast" }, text);
  byId("toasts").replaceChildren(node);
  setTimeout(() => node.remove(), READING_TIME + READING_TIME_PER_LETTER * text.length);
}

/**
 * @typedef {object} Question
 * @property {string} [title]
 * @property {string} text
 * @property {string} confirm
 * @property {string} [cancel] Without it there is nothing to choose.
 */

/** @param {Question} question @returns {Promise<boolean>} Whether it was confirmed. */
export function ask({ title, text, confirm, cancel }) {
  const dialog = make(
    "dialog",
    {
      class: "dialog",
      "aria-labelledby": title && "dialog-title",
      "aria-describedby": "dialog-text",
    },
    make(
      "form",
      { method: "dialog" },
      title && make("h2", { id: "dialog-title" }, title),
      make("p", { id: "dialog-text" }, text),
      make(
        "menu",
        {},
        cancel && make("button", { value: "cancel", class: "plain" }, cancel),
        make("button", { value: "confirm", class: cancel ? "danger" : "primary" }, confirm),
      ),
    ),
  );
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "confirm");
    });
  });
}

/** @param {string} text */
export async function alertDialog(text) {
  await ask({ text, confirm: texts.ok });
}
