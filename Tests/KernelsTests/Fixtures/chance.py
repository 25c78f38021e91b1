"""Writes chance.json: the words of a random stream, worked out anew. Run: python3 chance.py"""

import json
import os

M32, M64 = (1 << 32) - 1, (1 << 64) - 1


def philox(counter, key):
    c, k = list(counter), list(key)
    for _ in range(10):
        a, b = c[0] * 0xD2511F53, c[2] * 0xCD9E8D57
        c = [(b >> 32) ^ c[1] ^ k[0], b & M32, (a >> 32) ^ c[3] ^ k[1], a & M32]
        k = [(k[0] + 0x9E3779B9) & M32, (k[1] + 0xBB67AE85) & M32]
    return c


def mixed(v):
    v = (v + 0x9E3779B97F4A7C15) & M64
    v = ((v ^ (v >> 30)) * 0xBF58476D1CE4E5B9) & M64
    v = ((v ^ (v >> 27)) * 0x94D049BB133111EB) & M64
    return v ^ (v >> 31)


def words(seed, purpose, row, count):
    digest = 0xCBF29CE484222325
    for byte in purpose.encode():
        digest = ((digest ^ byte) * 0x100000001B3) & M64
    key = mixed((seed + mixed(digest)) & M64)
    out = []
    for block in range((count + 1) // 2):
        c = philox([row & M32, row >> 32, block & M32, block >> 32], [key & M32, key >> 32])
        out += [c[1] << 32 | c[0], c[3] << 32 | c[2]]
    return out[:count]


pins = [
    {"seed": s, "purpose": p, "row": r, "words": words(s, p, r, 5)}
    for s, p, r in [(0, "split", 0), (42, "bootstrap", 7), (M64, "größe", 1 << 33)]
]
path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "chance.json")
with open(path, "w") as file:
    json.dump(pins, file, indent=0)
    file.write("\n")
