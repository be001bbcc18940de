"""Metrics by scikit-image, SciPy and NumPy, none of it xp's own code.

x is the prediction, y the truth, both float64; r is the range R.
"""
import numpy as np
from scipy import stats
from skimage import metrics as sk


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
    }
