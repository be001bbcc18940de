"""Metrics by scikit-image, SciPy and NumPy, none of it xp's own code.

x is the prediction, y the truth, both float64; r is the range R.
"""
import numpy as np
from scipy import stats
from scipy.spatial import distance
from skimage import metrics as sk


def frc(x, y):
    """Frequency, in cycles a pixel, where ring correlation falls below 1/7."""
    n = 64
    while n > min(x.shape):
        n //= 2
    hann = np.sin(np.pi * (np.arange(n) + 0.5) / n) ** 2
    k = np.fft.fftfreq(n, 1 / n)
    ring = np.rint(np.hypot(*np.meshgrid(k, k))).astype(int)
    sums = np.zeros((3, n // 2 + 1))
    for i in range(0, x.shape[0] - n + 1, n):
        for j in range(0, x.shape[1] - n + 1, n):
            a, b = (np.fft.fft2((t - t.mean()) * np.outer(hann, hann))
                    for t in (x[i:i + n, j:j + n], y[i:i + n, j:j + n]))
            for s, v in zip(sums, ((a * b.conj()).real, abs(a) ** 2,
                                   abs(b) ** 2)):
                s += np.bincount(ring.ravel(), v.ravel())[:n // 2 + 1]
    curve = sums[0] / np.sqrt(sums[1] * sums[2])
    curve[0] = 1
    low = np.nonzero(curve < 1 / 7)[0]
    if not len(low):
        return 0.5
    r = low[0]
    return (r - 1 + (curve[r - 1] - 1 / 7) / (curve[r - 1] - curve[r])) / n


def all_of(x, y, r):
    line = stats.linregress(x.ravel(), y.ravel())
    mse = sk.mean_squared_error(y, x)
    return {
        "mse": mse,
        "rmse": np.sqrt(mse),
        "mae": np.abs(x - y).mean(),
        "nmse": mse / y.var(),
        "nrmse": sk.normalized_root_mse(y, x),
        "psnr": sk.peak_signal_noise_ratio(y, x, data_range=r),
        "ssim": sk.structural_similarity(
            y, x, gaussian_weights=True, sigma=1.5,
            use_sample_covariance=False, data_range=r),
        "pearson": stats.pearsonr(x.ravel(), y.ravel())[0],
        "r2": 1 - ((y - x) ** 2).sum() / ((y - y.mean()) ** 2).sum(),
        "slope": line.slope,
        "intercept": line.intercept,
        "euclidean": distance.euclidean(x.ravel(), y.ravel()),
        "cosine": distance.cosine(x.ravel(), y.ravel()),
        "frc": frc(x, y),
    }
