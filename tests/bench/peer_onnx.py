#!/usr/bin/env python3
r"""The UNet in ONNX Runtime on the processor, as speed.sh measures it:

    peer_onnx.py DEPTH FMAPS SIDE BATCH [SLICES]

A step predicts a batch that is in memory already; peer_torch.py writes the
network.  Threads: OMP_NUM_THREADS.  Talks as turn.h says.
"""
import os
import resource
import subprocess
import sys
import time

import numpy
import onnxruntime


def main():
    shape = sys.argv[1:6]
    _, _, side, batch, *slices = map(int, shape)
    torch = os.path.join(os.path.dirname(__file__), "peer_torch.py")
    model = subprocess.run(
        [sys.executable, torch, "onnx", "eager", "contiguous", *shape],
        check=True, stdout=subprocess.PIPE).stdout
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = int(os.environ.get("OMP_NUM_THREADS", "1"))
    session = onnxruntime.InferenceSession(
        model, options, providers=["CPUExecutionProvider"])
    name = session.get_inputs()[0].name
    x = numpy.random.default_rng(1).standard_normal(
        (batch, 1, *slices, side, side), dtype=numpy.float32)
    session.run(None, {name: x})
    print(f"ONNX Runtime {onnxruntime.__version__}, "
          f"{options.intra_op_num_threads} threads", flush=True)
    while not sys.stdin.readline().startswith("q"):
        start = time.perf_counter()
        session.run(None, {name: x})
        print(f"{time.perf_counter() - start:.6f}", flush=True)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"{most / 1024:.1f}", flush=True)


main()
