/**
 * The inline keyboard under a message.
 *
 * @import { Actions, Button, Message } from "./types.js"
 * @import { Setting } from "./bubble.js"
 */

import { icon, make } from "./dom.js";
import { safeLink, startPayload } from "./links.js";
import { texts } from "./texts.js";

/**
 * @param {Message} message
 * @param {Button[][]} rows
 * @param {Setting} setting
 */
export function keyboard(message, rows, setting) {
  const lines = rows.map((buttons, row) =>
    make(
      "div",
      { class: "keyboard-row" },
      ...buttons.map((button, column) => {
        const made = key(button, () => setting.actions.press(message, row, column), setting);
        made.dataset.key = `button-${row}-${column}`;
        if (button.style) made.dataset.style = button.style;
        return made;
      }),
    ),
  );
  return make("div", { class: "keyboard", role: "group", "aria-label": texts.keyboard }, ...lines);
}

/**
 * @param {Button} button
 * @param {() => Promise<void>} press
 * @param {Setting} setting
 * @returns {HTMLElement}
 */
function key(button, press, { actions, botUsername }) {
  if (button.callback_data !== undefined) return pressed(button.text, press);
  if (button.url !== undefined) return opening(button.text, button.url, actions, botUsername);
  const { copy_text: copied } = button;
  if (copied) return plain(button.text, () => actions.copy(copied.text), "copy");
  return make(
    "button",
    { type: "button", disabled: true, title: texts.unsupportedButton },
    button.text,
  );
}

/** Shows that it waits, as on Telegram, until the bot answers. @param {string} text @param {() => Promise<void>} press */
function pressed(text, press) {
  const button = plain(text, async () => {
    button.setAttribute("aria-busy", "true");
    await press();
    button.removeAttribute("aria-busy");
  });
  return button;
}

/**
 * @param {string} text
 * @param {string} url
 * @param {Actions} actions
 * @param {string | undefined} botUsername
 */
function opening(text, url, actions, botUsername) {
  const payload = startPayload(url, botUsername);
  if (payload !== null) return plain(text, () => actions.start(payload));
  const href = safeLink(url);
  if (href === null) return make("button", { type: "button", disabled: true }, text);
  const attributes = { href, title: href, target: "_blank", rel: "noopener noreferrer" };
  return make("a", attributes, text, icon("opens"));
}

/** @param {string} text @param {() => void} act @param {string} [picture] */
function plain(text, act, picture) {
  return make("button", { type: "button", click: act }, text, picture && icon(picture));
}
