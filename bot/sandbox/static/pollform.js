/**
 * Composes a poll.
 *
 * @import { NewPoll } from "./types.js"
 */

import { make } from "./dom.js";
import { texts } from "./texts.js";

const MOST_OPTIONS = 12;

/** @returns {Promise<NewPoll | null>} Null where it was left. */
export function composePoll() {
  const words = texts.pollForm;
  const question = make("input", { type: "text", maxlength: 300, required: true, autofocus: true });
  const options = make("textarea", { rows: 4, required: true, placeholder: words.example });
  const isOpen = make("input", { type: "checkbox" });
  const severalAnswers = make("input", { type: "checkbox" });
  const send = make("button", { value: "send", class: "primary" }, words.send);
  const dialog = make(
    "dialog",
    { class: "dialog poll-form", "aria-labelledby": "dialog-title" },
    make(
      "form",
      { method: "dialog", input: check },
      make("h2", { id: "dialog-title" }, words.title),
      make("label", {}, words.question, question),
      make("label", {}, words.options, options),
      make("label", { class: "check" }, isOpen, words.isOpen),
      make("label", { class: "check" }, severalAnswers, words.severalAnswers),
      make(
        "menu",
        {},
        make("button", { type: "button", class: "plain", click: leave }, texts.cancel),
        send,
      ),
    ),
  );
  document.body.append(dialog);
  dialog.showModal();
  check();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "send" ? poll() : null);
    });
  });

  function check() {
    const count = lines().length;
    const fits = count >= 2 && count <= MOST_OPTIONS;
    options.setCustomValidity(fits ? "" : words.howMany);
  }

  function leave() {
    dialog.close();
  }

  function lines() {
    return options.value
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean);
  }

  /** @returns {NewPoll} */
  function poll() {
    return {
      question: question.value.trim(),
      options: lines(),
      is_anonymous: !isOpen.checked,
      allows_multiple_answers: severalAnswers.checked,
    };
  }
}
