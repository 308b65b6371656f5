"""A second verifier of exported histories, made from docs/history.md and RFC 8032 alone.

Checks form, payload hashes, leaf hashes, chain, tree and checkpoint of each file that is named; it knows no MLS.
Prints "intact SIZE ROOT" or "broken LINE".
"""
import base64
import hashlib
import json
import struct
import sys

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


class Broken(Exception):
    pass


def demand(right):
    if not right:
        raise Broken()


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


# ---- Ed25519 (RFC 8032 section 5.1) ----

def add(p, q):
    a = (p[1] - p[0]) * (q[1] - q[0]) % P
    b = (p[1] + p[0]) * (q[1] + q[0]) % P
    c = 2 * p[3] * q[3] * D % P
    d = 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def multiply(s, p):
    q = (0, 1, 1, 0)
    while s > 0:
        if s & 1:
            q = add(q, p)
        p = add(p, p)
        s >>= 1
    return q


def recover_x(y, sign):
    demand(y < P)
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P != 0:
        x = x * pow(2, (P - 1) // 4, P) % P
    demand((x * x - x2) % P == 0)
    return P - x if x & 1 != sign else x


def point(octets):
    number = int.from_bytes(octets, "little")
    y = number & ((1 << 255) - 1)
    x = recover_x(y, number >> 255)
    return x, y, 1, x * y % P


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE_X = recover_x(BASE_Y, 0)
BASE = (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P)


def verify(key, message, signature):
    demand(len(key) == 32 and len(signature) == 64)
    s = int.from_bytes(signature[32:], "little")
    demand(s < L)
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    left = multiply(s, BASE)
    right = add(point(signature[:32]), multiply(h, point(key)))
    demand((left[0] * right[2] - right[0] * left[2]) % P == 0)
    demand((left[1] * right[2] - right[1] * left[2]) % P == 0)


# ---- the tree (RFC 6962 section 2.1), by its definition ----

def root(leaves):
    if not leaves:
        return sha256()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while 2 * k < len(leaves):
        k *= 2
    return sha256(b"\x01", root(leaves[:k]), root(leaves[k:]))


# ---- the lines ----

def octets(text):
    value = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    demand(base64.urlsafe_b64encode(value).rstrip(b"=").decode() == text)
    return value


def standard(text):
    value = base64.b64decode(text, validate=True)
    demand(base64.b64encode(value).decode() == text)
    return value


def sized(value):
    return struct.pack(">I", len(value)) + value


def leaf_hash(event, log_id):
    salt = octets(event["salt"])
    sender = sha256(salt, sized((event["user"] + "/" + event["client"]).encode()))
    payload = sha256(salt, *[sized(octets(part)) for part in event["payload"]])
    demand(payload == octets(event["payloadHash"]))
    header = b"mls-ds/event/v1" + b"\x01" + log_id
    header += struct.pack(">QIQQQ", event["seq"], event["kind"], event["epochBefore"], event["epochAfter"],
                          event["acceptedAt"])
    header += sender + payload + struct.pack(">IQ", event["partition"], event["offset"])
    header += octets(event["bodyDigest"]) + octets(event["previousHead"])
    demand(len(header) == 224)
    return sha256(b"\x00", header)


def keys(opening):
    for vkey in opening["keys"]:
        name, key_id, key = vkey.split("+", 2)
        typed = standard(key)
        demand(name == opening["origin"] and typed[0] == 1 and len(typed) == 33)
        demand(sha256(name.encode(), b"\n", typed)[:4].hex() == key_id)
        yield name, key_id, typed


def check_note(note, opening, leaves):
    text, signatures = note.rsplit("\n\n", 1)
    text += "\n"
    origin, size, tree, rest = text.split("\n", 3)
    demand(origin == opening["origin"] and size == str(len(leaves)) and rest == "")
    demand(standard(tree) == root(leaves))
    lines = signatures.split("\n")
    demand(lines.pop() == "")
    signed = {}
    for line in lines:
        dash, signer, signature = line.split(" ")
        value = standard(signature)
        demand(dash == "\u2014" and len(value) > 4)
        signed.setdefault((signer, value[:4].hex()), value[4:])
    # Lines of keys that the first line doesn't tell are of others, such as witnesses.
    for name, key_id, typed in keys(opening):
        demand((name, key_id) in signed)
        verify(typed[1:], text.encode(), signed[name, key_id])


def compact(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


def check(file):
    lines = file.split(b"\n")
    number = 1
    try:
        opening = json.loads(lines[0])
        demand(opening["format"] == "epochal-history/1" and compact(opening) == lines[0])
        log_id = octets(opening["logId"])
        demand(len(list(keys(opening))) > 0)
        demand(base64.b32encode(log_id).decode().rstrip("=").lower() == opening["origin"].rsplit("/g/", 1)[1])
        leaves = []
        while True:
            number += 1
            demand(number <= len(lines))
            line = json.loads(lines[number - 1])
            demand(compact(line) == lines[number - 1])
            if "checkpoint" in line:
                check_note(line["checkpoint"], opening, leaves)
                demand(lines[number:] == [b""])
                return "intact %d %s" % (len(leaves), base64.urlsafe_b64encode(root(leaves)).rstrip(b"=").decode())
            demand(line["seq"] == len(leaves))
            demand(octets(line["previousHead"]) == (leaves[-1] if leaves else bytes(32)))
            leaf = leaf_hash(line, log_id)
            demand(leaf == octets(line["leafHash"]))
            leaves.append(leaf)
    except (Broken, ValueError, KeyError, TypeError, IndexError, struct.error):
        return "broken %d" % number


if __name__ == "__main__":
    for name in sys.argv[1:]:
        with open(name, "rb") as source:
            print(check(source.read()))
