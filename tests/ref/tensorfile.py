"""Read and write safetensors files with numpy alone.

Tensors are float32 here; in a file they may be F16 or BF16, too.
"""
import json
import struct

import numpy


def encode(a, dtype):
    if dtype == "BF16":  # the upper half; the lower one must be 0
        return (a.view("<u4") >> 16).astype("<u2").tobytes()
    return a.astype({"F32": "<f4", "F16": "<f2"}[dtype]).tobytes()


def decode(data, dtype):
    if dtype == "BF16":
        return (numpy.frombuffer(data, "<u2").astype("<u4") << 16).view("<f4")
    return numpy.frombuffer(data, {"F32": "<f4", "F16": "<f2"}[dtype])


def write(path, tensors, metadata, dtype="F32"):
    header, at = {"__metadata__": metadata}, 0
    data = []
    for name in sorted(tensors):
        a = numpy.ascontiguousarray(tensors[name], dtype="<f4")
        data.append(encode(a, dtype))
        header[name] = {"dtype": dtype, "shape": list(tensors[name].shape),
                        "data_offsets": [at, at + len(data[-1])]}
        at += len(data[-1])
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as f:
        f.write(struct.pack("<Q", len(text)) + text + b"".join(data))


def read(path):
    with open(path, "rb") as f:
        whole = f.read()
    n, = struct.unpack("<Q", whole[:8])
    header = json.loads(whole[8:8 + n])
    metadata = header.pop("__metadata__", {})
    tensors = {}
    for name, t in header.items():
        begin, end = t["data_offsets"]
        a = decode(whole[8 + n + begin:8 + n + end], t["dtype"])
        tensors[name] = a.reshape(t["shape"]).astype("<f4")
    return tensors, metadata
