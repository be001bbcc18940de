#!/usr/bin/env python3
"""Print with PyTorch the numbers that tests/unit/t_loss.c and
tests/unit/t_optimiser.c hold losses, optimisers and schedules to:

    python3 make_optimise_ref.py

Needs PyTorch (Debian: python3-torch).  Computed in double, from inputs that
are rounded to float first, as the C code does.
"""
import math

import torch
import torch.nn.functional as F

PLANES, HEIGHT, WIDTH, RANGE = 2, 13, 15, 3.5


def pattern(n, a, b, m):
    i = torch.arange(n, dtype=torch.int64)
    return (((i * a + b) % m).double() / m * 4 - 2).float()


def images():
    n = PLANES * HEIGHT * WIDTH
    x, z = pattern(n, 37, 5, 101), pattern(n, 53, 7, 97)
    y = (0.5 * x.double() + 0.75 * z.double()).float()
    return (x.double().reshape(1, PLANES, HEIGHT, WIDTH).requires_grad_(),
            y.double().reshape(1, PLANES, HEIGHT, WIDTH))


def pcc(x, y):
    return 1 - torch.corrcoef(torch.stack([x.flatten(), y.flatten()]))[0, 1]


def ssim(x, y):
    g = torch.exp(-0.5 * ((torch.arange(11).double() - 5) / 1.5) ** 2)
    g = g / g.sum()
    window = torch.outer(g, g).expand(PLANES, 1, 11, 11)

    def mean(v):
        return F.conv2d(v, window, groups=PLANES)

    c1, c2 = (0.01 * RANGE) ** 2, (0.03 * RANGE) ** 2
    ux, uy = mean(x), mean(y)
    vx, vy = mean(x * x) - ux * ux, mean(y * y) - uy * uy
    vxy = mean(x * y) - ux * uy
    s = ((2 * ux * uy + c1) * (2 * vxy + c2) /
         ((ux * ux + uy * uy + c1) * (vx + vy + c2)))
    return 1 - s.mean()


def weighted(loss):
    def eval(x, y):
        w = torch.where(y > 0.6, 5.0, 1.0).double()
        return (w * loss(x, y, reduction="none")).mean()
    return eval


def huber(delta):
    return lambda x, y, **k: F.huber_loss(x, y, delta=delta, **k)


LOSSES = {
    "mse": F.mse_loss, "l1": F.l1_loss, "huber": huber(1.0),
    "huber:0.3": huber(0.3), "pcc": pcc, "ssim": ssim,
    "mse+0.1*ssim": lambda x, y: F.mse_loss(x, y) + 0.1 * ssim(x, y),
    "5 mse": weighted(F.mse_loss), "5 huber:0.3": weighted(huber(0.3)),
}


def losses():
    """The value, the gradient's first, middle and last number, its length."""
    for name, loss in LOSSES.items():
        x, y = images()
        value = loss(x, y)
        value.backward()
        g = x.grad.flatten()
        print('\t{ "%s", %.15g,\n\t  { %.9g, %.9g, %.9g }, %.9g },' % (
            name, value.item(), g[0], g[len(g) // 2], g[-1], g.norm()))


N, STEPS = 7, 50


def gradient(step):
    return torch.tensor([10.0 ** (i - 4) * math.sin(1.7 * step + i)
                         for i in range(N)]).float()


OPTIMISERS = {
    "adam": lambda p: torch.optim.Adam(p, lr=0.01),
    "adamw": lambda p: torch.optim.AdamW(p, lr=0.01, weight_decay=0.1),
    "sgd": lambda p: torch.optim.SGD(p, lr=0.01, momentum=0.9),
    "sgd decay": lambda p: torch.optim.SGD(p, lr=0.01, momentum=0.9,
                                           weight_decay=0.1),
    "sgd plain": lambda p: torch.optim.SGD(p, lr=0.01),
    "clipped": lambda p: torch.optim.SGD(p, lr=0.01, momentum=0.9),
}


def optimisers():
    for name, make in OPTIMISERS.items():
        w = torch.tensor([0.5 - 0.2 * i for i in range(N)]).float().double()
        w.requires_grad_()
        o = make([w])
        for step in range(1, STEPS + 1):
            w.grad = gradient(step).double()
            if name == "clipped":
                torch.nn.utils.clip_grad_norm_([w], 2.0)
            o.step()
        print('\t{ "%s", { %s } },' % (
            name, ", ".join("%.9g" % x for x in w.tolist())))


SCORES = [5, 4, 3.9999, 4, 4.1, 3, 3, 3, 2.9999, 3, 3, 3, 3, 3, 3]


def plateau():
    w = torch.zeros(1, requires_grad=True)
    o = torch.optim.SGD([w], lr=0.1)
    s = torch.optim.lr_scheduler.ReduceLROnPlateau(o, factor=0.5, patience=2)
    rates = []
    for score in SCORES:
        s.step(score)
        rates.append(o.param_groups[0]["lr"])
    print("plateau", rates)


def schedules():
    """Rates of the steps 1 to 12: step every 5, cosine to a tenth."""
    for name, make in {
            "step": lambda o: torch.optim.lr_scheduler.StepLR(o, 5, 0.5),
            "cosine": lambda o: torch.optim.lr_scheduler.CosineAnnealingLR(
                o, 12, 0.01)}.items():
        w = torch.zeros(1, requires_grad=True)
        o = torch.optim.SGD([w], lr=0.1)
        s = make(o)
        rates = []
        for _ in range(12):
            rates.append("%.12g" % o.param_groups[0]["lr"])
            o.step()
            s.step()
        print(name, ", ".join(rates))


if __name__ == "__main__":
    losses()
    optimisers()
    schedules()
    plateau()
