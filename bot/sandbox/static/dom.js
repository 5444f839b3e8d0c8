/** Small helpers that build the page's nodes. Text only ever becomes a text node. */

const SVG = "http://www.w3.org/2000/svg";

/**
 * Makes an element. An attribute that is a function listens to the event of that name; one that is
 * true is set empty; one that is false, null or undefined is left out, and so is such a child.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | number | boolean | null | undefined | ((event: any) => void)>} [attributes]
 * @param {...(Node | string | false | null | undefined)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name, value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, String(value));
  }
  for (const child of children) if (child) node.append(child);
  return node;
}

/**
 * One of the symbols that index.html defines; it says nothing to a screen reader.
 *
 * @param {string} name
 */
export function icon(name) {
  const picture = document.createElementNS(SVG, "svg");
  picture.setAttribute("class", "icon");
  picture.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#icon-${name}`);
  picture.append(use);
  return picture;
}

/**
 * A button that flows and wraps with the text around it, as a real button can't.
 *
 * @param {string} className
 * @param {string} label What pressing it does.
 * @param {(event: Event) => void} act
 */
export function inlineButton(className, label, act) {
  return make("span", {
    class: className,
    role: "button",
    tabindex: 0,
    title: label,
    click: act,
    keydown: (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      act(event);
    },
  });
}

/**
 * The element with an id, which index.html is known to hold.
 *
 * @template {HTMLElement} [Kind=HTMLElement]
 * @param {string} id
 * @returns {Kind}
 */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`index.html has no element "${id}"`);
  return /** @type {Kind} */ (found);
}

/**
 * Makes a parent's children exactly `nodes`, moving only those that are not in their place, so that
 * focus, selection and scrolling survive.
 *
 * @param {Element} parent
 * @param {Element[]} nodes
 */
export function arrange(parent, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...parent.children]) if (!wanted.has(child)) child.remove();
  nodes.forEach((node, index) => {
    const present = parent.children[index];
    if (present !== node) parent.insertBefore(node, present ?? null);
  });
}
