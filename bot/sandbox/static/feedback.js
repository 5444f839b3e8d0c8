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

/**
 * @template Value
 * @typedef {object} Choice
 * @property {string} label
 * @property {string} [detail]
 * @property {boolean} [current] It is how things are.
 * @property {Value} value
 */

/**
 * Lets one of several things be chosen.
 *
 * @template Value
 * @param {{title: string, text?: string, choices: Choice<Value>[]}} question
 * @returns {Promise<Value | null>} Null where nothing was.
 */
export function choose({ title, text, choices }) {
  const buttons = choices.map(({ label, detail, current }, index) =>
    make(
      "button",
      { value: index, class: "choice", "aria-current": current && "true" },
      make("strong", {}, label),
      detail && make("span", { class: "quiet" }, detail),
    ),
  );
  const dialog = make(
    "dialog",
    { class: "dialog choices", "aria-labelledby": "dialog-title" },
    make(
      "form",
      { method: "dialog" },
      make("h2", { id: "dialog-title" }, title),
      text && make("p", { class: "quiet" }, text),
      ...buttons,
      make("menu", {}, make("button", { value: "", class: "plain" }, texts.cancel)),
    ),
  );
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue ? choices[Number(dialog.returnValue)].value : null);
    });
  });
}

/** @param {string} text */
export async function alertDialog(text) {
  await ask({ text, confirm: texts.ok });
}
