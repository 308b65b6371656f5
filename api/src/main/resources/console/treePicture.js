// Draws a ratchet tree: the root on top, the leaves in a row, blank nodes dashed, changed ones marked.

import { drawn, element } from "./page.js";
import * as ratchet from "./ratchet.js";

const STEP = 76;
const ROW = 64;
const WIDTH = 128;
const HEIGHT = 38;
const MARGIN = 12;
/** A picture of more nodes helps nobody. */
const DRAWN_MAX = 511;

/** @param before the nodes of the epoch before, or null if nothing is to be marked */
export function treePicture(nodes, before) {
  const shown = trimmed(nodes);
  const top = ratchet.level(ratchet.root(shown.length));
  const width = (shown.length - 1) * STEP + WIDTH + 2 * MARGIN;
  const height = top * ROW + HEIGHT + 2 * MARGIN;
  const title = drawn("title", {}, `${shown.filter((node, at) => node && at % 2 === 0).length} leaves`);
  const picture = drawn("svg", { class: "tree", width, height, viewBox: `0 0 ${width} ${height}`, role: "img" },
    title,
    shown.flatMap((_, index) => edges(index, top)),
    shown.map((node, index) => box(node, index, top, before !== null && !ratchet.same(node, before[index]))));
  return shown.length === nodes.length ? picture : element("div", {},
    element("p", { class: "warn" }, `Too wide to be drawn: these are the first ${(shown.length + 1) / 2} of ${(nodes.length + 1) / 2} leaves.`),
    picture);
}

/** The left part of a tree that is too wide to be looked at. */
function trimmed(nodes) {
  return nodes.length > DRAWN_MAX ? nodes.slice(0, DRAWN_MAX) : nodes;
}

const x = (index) => MARGIN + WIDTH / 2 + index * STEP;
const y = (index, top) => MARGIN + HEIGHT / 2 + (top - ratchet.level(index)) * ROW;

function edges(index, top) {
  if (ratchet.level(index) === 0) {
    return [];
  }
  return [ratchet.left(index), ratchet.right(index)].map((child) => drawn("path", {
    class: "edge",
    d: `M${x(index)} ${y(index, top) + HEIGHT / 2} L${x(child)} ${y(child, top) - HEIGHT / 2}`,
  }));
}

function box(node, index, top, changed) {
  const [first, second] = words(node, index);
  const state = `${node === null ? " blank" : ""}${changed ? " changed" : ""}`;
  return drawn("g", { class: `node${state}`, tabindex: 0, transform: `translate(${x(index)} ${y(index, top)})` },
    drawn("title", {}, `Node ${index}: ${first} ${second}${changed ? " (changed)" : ""}`),
    drawn("rect", { x: -WIDTH / 2, y: -HEIGHT / 2, width: WIDTH, height: HEIGHT, rx: 6 }),
    drawn("text", { "text-anchor": "middle", y: -2 }, first),
    drawn("text", { "text-anchor": "middle", y: 13 }, second));
}

function words(node, index) {
  if (index % 2 === 0) {
    return node === null ? ["blank", `leaf ${index / 2}`] : [short(node.identity), `leaf ${index / 2}`];
  }
  const unmerged = node?.unmerged.length ? `unmerged ${node.unmerged.join(", ")}` : "";
  return [node === null ? "blank" : `parent ${index}`, short(unmerged)];
}

function short(text) {
  return text.length > 18 ? text.slice(0, 17) + "…" : text;
}
