// The ratchet tree of RFC 9420: its nodes from the ratchet_tree extension (§12.4.3.3), where they stand (Appendix C) and
// its tree hash (§7.8).

const LEAF = 1;
const PARENT = 2;
const BASIC = 1;
const KEY_PACKAGE = 1;
const COMMIT = 3;
const HASHES = { 1: "SHA-256", 2: "SHA-256", 3: "SHA-256", 4: "SHA-512", 5: "SHA-512", 6: "SHA-512", 7: "SHA-384" };

class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  get left() {
    return this.bytes.length - this.at;
  }

  take(count) {
    if (count > this.left) {
      throw new Error("The ratchet tree ends too early");
    }
    this.at += count;
    return this.bytes.subarray(this.at - count, this.at);
  }

  number(octets) {
    return this.take(octets).reduce((sum, octet) => sum * 256 + octet, 0);
  }

  /** A vector with a length of one, two or four octets (§2.1.2). */
  vector() {
    const first = this.number(1);
    const more = [0, 1, 3][first >> 6];
    if (more === undefined) {
      throw new Error("The ratchet tree has a length that is none");
    }
    return this.take(more === 0 ? first : (first & 63) * 256 ** more + this.number(more));
  }
}

/** The nodes by index, filled up with blanks to a whole tree; a blank one is null. */
export function nodes(extension) {
  const reader = new Reader(new Reader(extension).vector());
  const found = [];
  while (reader.left > 0) {
    found.push(reader.number(1) === 0 ? null : node(reader));
  }
  let size = 1;
  while (size < found.length) {
    size = size * 2 + 1;
  }
  while (found.length < size) {
    found.push(null);
  }
  return found;
}

function node(reader) {
  const from = reader.at;
  const kind = reader.number(1);
  const read = kind === LEAF ? leaf(reader) : parent(reader, kind);
  // Without the octet that tells leaf from parent.
  return { ...read, bytes: reader.bytes.subarray(from + 1, reader.at) };
}

function leaf(reader) {
  const encryptionKey = reader.vector();
  const signatureKey = reader.vector();
  const identity = credential(reader);
  for (let list = 0; list < 5; list++) {
    reader.vector();
  }
  const source = reader.number(1);
  if (source === KEY_PACKAGE) {
    reader.take(16);
  } else if (source === COMMIT) {
    reader.vector();
  }
  reader.vector();
  reader.vector();
  return { leaf: true, identity, encryptionKey, signatureKey };
}

function credential(reader) {
  const type = reader.number(2);
  const content = reader.vector();
  return type === BASIC ? new TextDecoder().decode(content) : `credential type ${type}`;
}

function parent(reader, kind) {
  if (kind !== PARENT) {
    throw new Error("The ratchet tree has a node that is neither leaf nor parent");
  }
  const encryptionKey = reader.vector();
  reader.vector();
  const list = new Reader(reader.vector());
  const unmerged = [];
  while (list.left > 0) {
    unmerged.push(list.number(4));
  }
  return { leaf: false, encryptionKey, unmerged };
}

/** How far a node is from the leaves. */
export function level(index) {
  let height = 0;
  while ((index >> height) % 2 === 1) {
    height++;
  }
  return height;
}

export const left = (index) => index - 2 ** (level(index) - 1);
export const right = (index) => index + 2 ** (level(index) - 1);
export const root = (count) => (count - 1) / 2;

/** The tree hash of the whole tree for a cipher suite; null if this browser can't tell. */
export async function treeHash(tree, cipherSuite) {
  const algorithm = HASHES[cipherSuite];
  return algorithm ? hash(tree, root(tree.length), algorithm) : null;
}

async function hash(tree, index, algorithm) {
  const present = tree[index] === null ? [Uint8Array.of(0)] : [Uint8Array.of(1), tree[index].bytes];
  let input;
  if (level(index) === 0) {
    const number = new Uint8Array(4);
    new DataView(number.buffer).setUint32(0, index / 2);
    input = [Uint8Array.of(LEAF), number, ...present];
  } else {
    const one = await hash(tree, left(index), algorithm);
    const other = await hash(tree, right(index), algorithm);
    input = [Uint8Array.of(PARENT), ...present, ...vector(one), ...vector(other)];
  }
  return new Uint8Array(await crypto.subtle.digest(algorithm, await new Blob(input).arrayBuffer()));
}

/** A hash behind its length (§2.1.2). */
function vector(octets) {
  const length = octets.length < 64 ? Uint8Array.of(octets.length) : Uint8Array.of(64 + (octets.length >> 8), octets.length & 255);
  return [length, octets];
}

/** Whether two nodes are the same, octet by octet. */
export function same(one, other) {
  if (one === null || other === null || one === undefined || other === undefined) {
    return (one ?? null) === (other ?? null);
  }
  return one.bytes.length === other.bytes.length && one.bytes.every((octet, at) => octet === other.bytes[at]);
}
