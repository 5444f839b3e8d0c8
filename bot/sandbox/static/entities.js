/**
 * Turns a message's text and entities into nodes. Nothing is ever parsed as HTML, so what people
 * write stays text.
 *
 * @import { Actions, Entity } from "./types.js"
 */

import { inlineButton, make } from "./dom.js";
import { safeLink, startPayload } from "./links.js";
import { texts } from "./texts.js";

/**
 * What formatting needs to know beside the text.
 *
 * @typedef {object} Context
 * @property {Actions} actions
 * @property {string | undefined} botUsername
 * @property {Set<number>} opened Offsets of the quotes and spoilers that are open; kept up to date.
 */

/**
 * Nodes for one entity: `outer` goes into the text, `inner` takes what the entity spans.
 *
 * @typedef {{outer: HTMLElement, inner: HTMLElement}} Wrapping
 * @typedef {(entity: Entity, covered: string, context: Context) => Wrapping} Wrapper
 */

const OUTERMOST = ["blockquote", "expandable_blockquote", "pre"];

/** @param {HTMLElement} node @returns {Wrapping} */
const one = (node) => ({ outer: node, inner: node });

/** @param {keyof HTMLElementTagNameMap} tag @returns {Wrapper} */
const tagged = (tag) => () => one(make(tag));

/** @type {Record<string, Wrapper>} */
const WRAPPERS = {
  bold: tagged("strong"),
  italic: tagged("em"),
  underline: tagged("u"),
  strikethrough: tagged("s"),
  blockquote: tagged("blockquote"),
  pre: tagged("pre"),
  expandable_blockquote: expandable,
  spoiler,
  code: (_, covered, { actions }) =>
    one(inlineButton("code", texts.copyThis, () => actions.copy(covered))),
  bot_command: (_, covered, { actions }) =>
    one(inlineButton("link", texts.sendThis, () => actions.say(covered))),
  mention: (_, covered, { actions }) =>
    one(inlineButton("link", texts.mentionThis, () => actions.insert(`${covered} `))),
  text_link: (entity, covered, context) => link(entity.url ?? covered, context),
  url: (_, covered, context) => link(covered, context),
  email: (_, covered, context) => link(`mailto:${covered}`, context),
  phone_number: (_, covered, context) => link(`tel:${covered}`, context),
};

/**
 * @param {string} text
 * @param {Entity[]} entities
 * @param {Context} context
 * @returns {DocumentFragment}
 */
export function formatted(text, entities, context) {
  const fragment = document.createDocumentFragment();
  fill(fragment, { text, start: 0, end: text.length }, outerFirst(entities), context);
  return fragment;
}

/** @param {Entity[]} entities */
function outerFirst(entities) {
  const rank = (/** @type {Entity} */ entity) => (OUTERMOST.includes(entity.type) ? 0 : 1);
  return entities.toSorted(
    (a, b) => a.offset - b.offset || b.length - a.length || rank(a) - rank(b),
  );
}

/**
 * Appends text[start:end] to a parent. Entities that cross, which Telegram never sends, are cut at
 * the end of the one that began first.
 *
 * @param {Node} parent
 * @param {{text: string, start: number, end: number}} part
 * @param {Entity[]} entities Those that begin in the part, outer ones first.
 * @param {Context} context
 */
function fill(parent, { text, start, end }, entities, context) {
  let at = start;
  for (let index = 0; index < entities.length;) {
    const entity = entities[index++];
    const from = Math.max(entity.offset, at);
    const to = Math.min(entity.offset + entity.length, end);
    const inside = [];
    while (index < entities.length && entities[index].offset < to) inside.push(entities[index++]);
    if (from >= to) continue;
    parent.appendChild(document.createTextNode(text.slice(at, from)));
    const { outer, inner } = wrapping(entity, text.slice(from, to), context);
    fill(inner, { text, start: from, end: to }, inside, context);
    parent.appendChild(outer);
    at = to;
    if (OUTERMOST.includes(entity.type) && text[at] === "\n") at++; // the block ends its line itself
  }
  parent.appendChild(document.createTextNode(text.slice(at, end)));
}

/** @type {Wrapper} */
function wrapping(entity, covered, context) {
  const wrap = WRAPPERS[entity.type] ?? tagged("span");
  return wrap(entity, covered, context);
}

/** @param {string} address @param {Context} context @returns {Wrapping} */
function link(address, { actions, botUsername }) {
  const payload = startPayload(address, botUsername);
  if (payload !== null) {
    return one(inlineButton("link", address, () => actions.start(payload)));
  }
  const href = safeLink(address);
  if (href === null) return one(make("span"));
  return one(make("a", { href, target: "_blank", rel: "noopener noreferrer", title: href }));
}

/** @type {Wrapper} */
function spoiler(entity, _, { opened }) {
  const hidden = make("span", { class: "spoiler-text" });
  const outer = inlineButton("spoiler", texts.reveal, () => {
    opened.add(entity.offset);
    show();
  });
  outer.setAttribute("aria-label", texts.reveal);
  outer.append(hidden);
  const show = () => {
    const open = opened.has(entity.offset);
    hidden.ariaHidden = String(!open);
    outer.classList.toggle("open", open);
    if (!open) return;
    for (const name of ["role", "tabindex", "title", "aria-label"]) outer.removeAttribute(name);
  };
  show();
  return { outer, inner: hidden };
}

/** A quote of which three lines show until it is opened. @type {Wrapper} */
function expandable(entity, _, { opened }) {
  const inner = make("div", { class: "clamped" });
  const toggle = make("button", {
    type: "button",
    class: "more",
    "data-key": `more-${entity.offset}`,
    click: () => {
      if (!opened.delete(entity.offset)) opened.add(entity.offset);
      show();
    },
  });
  const outer = make("blockquote", { class: "expandable" }, inner, toggle);
  const show = () => {
    const open = opened.has(entity.offset);
    outer.classList.toggle("open", open);
    toggle.setAttribute("aria-expanded", String(open));
    toggle.textContent = open ? texts.less : texts.more;
  };
  show();
  new ResizeObserver(() => {
    const fits = inner.scrollHeight <= inner.clientHeight + 1;
    toggle.hidden = fits && !opened.has(entity.offset);
  }).observe(inner);
  return { outer, inner };
}
