"""Read and write safetensors files of float32 tensors, with numpy alone."""
import json
import struct

import numpy


def write(path, tensors, metadata):
    header, at = {"__metadata__": metadata}, 0
    data = []
    for name in sorted(tensors):
        a = numpy.ascontiguousarray(tensors[name], dtype="<f4")
        header[name] = {"dtype": "F32", "shape": list(tensors[name].shape),
                        "data_offsets": [at, at + a.nbytes]}
        at += a.nbytes
        data.append(a.tobytes())
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
        assert t["dtype"] == "F32"
        begin, end = t["data_offsets"]
        a = numpy.frombuffer(whole[8 + n + begin:8 + n + end], dtype="<f4")
        tensors[name] = a.reshape(t["shape"]).copy()
    return tensors, metadata
