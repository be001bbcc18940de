"""event_reader.py FILE [WEIGHTS] - what an event file of TensorBoard says.

One line for each value: kind, step, tag, and what follows from its bytes.  The
format is that of tensorboard/compat/proto/{event,summary,histogram}.proto and
summary/writer/record_writer.py.  With WEIGHTS, a safetensors file, the last
histograms of weights must be those of its tensors, counted here as
tensorflow/core/lib/histogram/histogram.cc does.  It imports nothing of ours.
"""
import bisect
import json
import struct
import sys
import zlib

TABLE = []
for i in range(256):
    for _ in range(8):
        i = i >> 1 ^ (0x82F63B78 if i & 1 else 0)
    TABLE.append(i)


def masked(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc = crc >> 8 ^ TABLE[(crc ^ byte) & 255]
    crc ^= 0xFFFFFFFF
    return ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF


def records(data):
    at = 0
    while at < len(data):
        n, check = struct.unpack_from("<QI", data, at)
        assert check == masked(data[at:at + 8])
        body = data[at + 12:at + 12 + n]
        assert struct.unpack_from("<I", data, at + 12 + n)[0] == masked(body)
        at += n + 16
        yield body


def varint(data, at):
    x = shift = 0
    while True:
        byte = data[at]
        x |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return x, at


def message(data):
    """The fields of a message: number -> list of values."""
    fields, at = {}, 0
    while at < len(data):
        key, at = varint(data, at)
        if key & 7 == 0:
            value, at = varint(data, at)
        else:
            n = {1: 8, 5: 4}.get(key & 7)
            if n is None:
                assert key & 7 == 2
                n, at = varint(data, at)
            value, at = data[at:at + n], at + n
            assert len(value) == n
        fields.setdefault(key >> 3, []).append(value)
    return fields


def reals(data):
    return list(struct.unpack(f"<{len(data) // 8}d", data))


def picture(png):
    """Width, height and rows of a grey PNG of 8 bits."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    at, packed = 8, b""
    while at < len(png):
        n, kind = struct.unpack_from(">I4s", png, at)
        body = png[at + 8:at + 8 + n]
        assert zlib.crc32(kind + body) == \
            struct.unpack_from(">I", png, at + 8 + n)[0]
        if kind == b"IHDR":
            width, height, depth, colour = struct.unpack_from(">IIBB", body)
            assert depth == 8 and colour == 0
        if kind == b"IDAT":
            packed += body
        at += n + 12
    raw, rows, above = zlib.decompress(packed), [], bytes(width)
    for y in range(height):
        how, row = raw[y * (width + 1)], bytearray()
        for x in range(width):
            a = row[x - 1] if x else 0
            b, c = above[x], above[x - 1] if x else 0
            paeth = min((abs(b - c), 0, a), (abs(a - c), 1, b),
                        (abs(a + b - 2 * c), 2, c))[2]
            add = (0, a, b, (a + b) // 2, paeth)[how]
            row.append((raw[y * (width + 1) + 1 + x] + add) & 255)
        rows.append(above := bytes(row))
    return width, height, rows


def image(data):
    m = message(data)
    width, height, rows = picture(m[4][0])
    assert [m[1][0], m[2][0], m[3][0]] == [height, width, 1]
    side = (width - 8) // 3
    for row in rows:
        for at in side, 2 * side + 4:
            assert row[at:at + 4] == b"\xff" * 4
    panes = [b"".join(r[at:at + side] for r in rows)
             for at in (0, side + 4, 2 * side + 8)]
    return f"{side}x{height} " + " ".join(
        f"{min(p)}-{max(p)}" for p in panes)


def histogram(data):
    m = message(data)
    low, high, n, total, squares = (reals(m[k][0])[0] for k in range(1, 6))
    limits, counts = reals(m[6][0]), reals(m[7][0])
    assert len(limits) == len(counts) and limits == sorted(set(limits))
    assert sum(counts) == n and low <= high
    # an empty class never follows another one
    assert not any(a == b == 0 for a, b in zip(counts, counts[1:]))
    return low, high, n, total, squares, limits, counts


def expected(values):
    """The histogram of VALUES, class by class."""
    x, positive = 1e-12, []
    while x < 1e20:
        positive.append(x)
        x *= 1.1
    most = sys.float_info.max
    every = [-most] + [-x for x in positive[::-1]] + [0.0] + positive + [most]
    counts = [0] * len(every)
    for v in values:
        counts[bisect.bisect_right(every, v)] += 1
    limits, kept, i = [], [], 0
    while i < len(every):
        end, count, i = every[i], counts[i], i + 1
        if not count:
            while i < len(every) and not counts[i]:
                end, i = every[i], i + 1
        limits.append(end)
        kept.append(float(count))
    return (min(values), max(values), float(len(values)), sum(values),
            sum(v * v for v in values), limits, kept)


def tensors(path):
    with open(path, "rb") as f:
        data = f.read()
    n, = struct.unpack_from("<Q", data)
    for name, t in json.loads(data[8:8 + n]).items():
        if name != "__metadata__":
            a, b = t["data_offsets"]
            yield name, struct.unpack(f"<{(b - a) // 4}f",
                                      data[8 + n + a:8 + n + b])


def values(event):
    e = message(event)
    step = e.get(2, [0])[0]
    for data in e.get(7, []):
        yield "start", step, "-", message(data)[1][0]
    for summary in e.get(5, []):
        for data in message(summary).get(1, []):
            v = message(data)
            tag = v[1][0].decode("utf-8")
            if 2 in v:
                yield "scalar", step, tag, struct.unpack("<f", v[2][0])[0]
            if 4 in v:
                yield "image", step, tag, image(v[4][0])
            if 5 in v:
                yield "histogram", step, tag, histogram(v[5][0])
            if 8 in v:
                yield "tensor", step, tag, ""


def main(path, weights=None):
    with open(path, "rb") as f:
        events = list(records(f.read()))
    assert message(events[0])[3] == [b"brain.Event:2"]
    last = {}
    for event in events[1:]:
        for kind, step, tag, what in values(event):
            if kind == "histogram":
                last[tag] = what
                what = "%g..%g of %d" % what[:3]
            print(kind, step, tag, what, sep="\t")
    for name, x in tensors(weights) if weights else ():
        got, want = last["weights/" + name], expected(x)
        assert got[:3] == want[:3] and got[5:] == want[5:], name
        for a, b in zip(got[3:5], want[3:5]):
            assert abs(a - b) <= 1e-9 * abs(b) + 1e-12, name
        assert got[2] == last["gradients/" + name][2]


main(*sys.argv[1:])
