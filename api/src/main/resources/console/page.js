// Building blocks of the page. Text only ever comes in as text, so nothing that a server or a client wrote is markup.

const SVG = "http://www.w3.org/2000/svg";

/** An element with attributes and children; a child is an element or text. */
export function element(name, attributes = {}, ...children) {
  return filled(document.createElement(name), attributes, children);
}

/** The same for a drawing. */
export function drawn(name, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, name), attributes, children);
}

function filled(made, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) {
      made.addEventListener(key.slice(2), value);
    } else if (value !== false && value !== undefined) {
      made.setAttribute(key, value === true ? "" : value);
    }
  }
  made.append(...children.flat().map((child) => (child instanceof Node ? child : String(child))));
  return made;
}

/** A list of names and values. */
export function facts(pairs) {
  return element("dl", {}, pairs.flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]));
}

/** A table that scrolls by itself where it is too wide. */
export function table(headings, rows) {
  return element("div", { class: "scroll", tabindex: 0 },
    element("table", {},
      element("thead", {}, element("tr", {}, headings.map((heading) => element("th", { scope: "col" }, heading)))),
      element("tbody", {}, rows.map((row) => element("tr", {}, row.map((cell) => element("td", {}, cell)))))));
}

/** Octets in base64url, shortened, with the whole of them in the title. */
export function octets(text, length = 16) {
  const short = text.length > length ? text.slice(0, length) + "…" : text;
  return element("code", { class: "octets", title: text }, short || "none");
}

/** A time in the reader's own zone. */
export function time(millis) {
  const date = new Date(millis);
  return element("time", { datetime: date.toISOString() }, date.toLocaleString());
}

/** A group id as people gave it, if it is text, and else its octets. */
export function groupName(groupId) {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(decoded(groupId));
    return /^[\x20-\x7e]+$/.test(text) ? text : groupId;
  } catch {
    return groupId;
  }
}

/** The octets of base64url. */
export function decoded(text) {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
}

/** Base64url of octets. */
export function encoded(bytes) {
  let text = "";
  bytes.forEach((octet) => { text += String.fromCharCode(octet); });
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
