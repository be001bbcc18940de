/*
 * loss_ssim.c - 1 - S, the mean over all windows of each plane, with S as in
 * metric/ssim.c (Wang, Bovik, Sheikh and Simoncelli 2004):
 *
 *	S = a1 a2 / (b1 b2)
 *	a1 = 2 ux uy + C1	a2 = 2 vxy + C2
 *	b1 = ux^2 + uy^2 + C1	b2 = vx + vy + C2
 *
 * Prediction x and target y have the means ux and uy, the variances vx and vy
 * and the covariance vxy under a window of 11 x 11 Gaussian weights g (sigma
 * 1.5) that lies wholly inside the plane.  C1 = (0.01 R)^2, C2 = (0.03 R)^2.
 *
 * Derivative (Zhao, Gallo, Frosio and Kautz, IEEE Trans. Computational Imaging
 * 3, 2017, 47-57): since the derivative by x of ux is g, that of vx is
 * 2 g (x - ux) and that of vxy is g (y - uy), the derivative of S by x is
 *
 *	g (p + 2 x q + y r)
 *	q = -S / b2		r = 2 a1 / (b1 b2)
 *	p = 2 uy a2 / (b1 b2) - 2 ux S / b1 - 2 ux q - uy r
 *
 * summed over the windows that contain the pixel.  All sums with g go down the
 * columns first, then along the rows.
 */
#include "loss/loss.h"

#include "metric/ssim_window.h"

enum { TAPS = SSIM_WINDOW_TAPS };
enum { SUMS = 5, SLOPES = 3 };

/* SLOPES maps with one value for each window, and one line of sums. */
static size_t room(struct loss_shape s)
{
	return SLOPES * (s.height - TAPS + 1) * (s.width - TAPS + 1) +
	       SUMS * s.width;
}

/* Returns S and sets SLOPE to p, q and r.  U has the window's weighted means
 * of x, y, x^2, y^2, x y. */
static double similarity(const double *u, double range, double *slope)
{
	double c1 = 0.01 * 0.01 * range * range;
	double c2 = 0.03 * 0.03 * range * range;
	double a1 = 2 * u[0] * u[1] + c1;
	double a2 = 2 * (u[4] - u[0] * u[1]) + c2;
	double b1 = u[0] * u[0] + u[1] * u[1] + c1;
	double b2 = u[2] - u[0] * u[0] + (u[3] - u[1] * u[1]) + c2;
	double s = a1 * a2 / (b1 * b2);

	slope[1] = -s / b2;
	slope[2] = 2 * a1 / (b1 * b2);
	slope[0] = 2 * u[1] * a2 / (b1 * b2) - 2 * u[0] * s / b1 -
		   2 * u[0] * slope[1] - u[1] * slope[2];
	return s;
}

/* Fill LINE, (width, SUMS): sums down the columns of TAPS rows. */
static void sum_down(const float *pred, const float *want, size_t width,
		     const double *tap, double *line)
{
	for (size_t x = 0; x < width; x++, line += SUMS) {
		for (int k = 0; k < SUMS; k++)
			line[k] = 0;
		for (size_t i = 0; i < TAPS; i++) {
			double a = pred[i * width + x];
			double b = want[i * width + x];

			line[0] += tap[i] * a;
			line[1] += tap[i] * b;
			line[2] += tap[i] * (a * a);
			line[3] += tap[i] * (b * b);
			line[4] += tap[i] * (a * b);
		}
	}
}

/* Returns the sum of S over the windows of a plane; fills SLOPE, (height - 10,
 * width - 10, SLOPES). */
static double forward(const float *pred, const float *want, struct loss_shape s,
		      double range, const double *tap, double *slope,
		      double *line)
{
	double sum = 0;

	for (size_t y = 0; y + TAPS <= s.height; y++) {
		sum_down(pred + y * s.width, want + y * s.width, s.width, tap,
			 line);
		for (size_t x = 0; x + TAPS <= s.width; x++, slope += SLOPES) {
			double u[SUMS] = { 0 };

			for (size_t i = 0; i < TAPS; i++)
				for (int k = 0; k < SUMS; k++)
					u[k] += tap[i] *
						line[(x + i) * SUMS + k];
			sum += similarity(u, range, slope);
		}
	}
	return sum;
}

/* Fill LINE, (windows in a row, SLOPES): for row Y of the image, sums down the
 * windows that contain it. */
static void slopes_down(const double *slope, struct loss_shape s, size_t y,
			const double *tap, double *line)
{
	size_t across = s.width - TAPS + 1, n = across * SLOPES;

	for (size_t i = 0; i < n; i++)
		line[i] = 0;
	for (size_t k = 0; k < TAPS && k <= y; k++) {
		if (y - k > s.height - TAPS)
			continue;
		for (size_t i = 0; i < n; i++)
			line[i] += tap[k] * slope[(y - k) * n + i];
	}
}

static void backward(const float *pred, const float *want, float *grad,
		     struct loss_shape s, double share, const double *tap,
		     const double *slope, double *line)
{
	for (size_t y = 0; y < s.height; y++) {
		slopes_down(slope, s, y, tap, line);
		for (size_t x = 0; x < s.width; x++) {
			size_t at = y * s.width + x;
			double u[SLOPES] = { 0 };

			for (size_t k = 0; k < TAPS && k <= x; k++) {
				if (x - k > s.width - TAPS)
					continue;
				for (size_t i = 0; i < SLOPES; i++)
					u[i] += tap[k] *
						line[(x - k) * SLOPES + i];
			}
			grad[at] =
				(float)(-share * (u[0] + 2 * pred[at] * u[1] +
						  want[at] * u[2]));
		}
	}
}

static double image(const float *pred, const float *want, float *grad,
		    struct loss_shape s, const struct loss_numbers *t,
		    double *room)
{
	size_t len = s.height * s.width;
	size_t windows = (s.height - TAPS + 1) * (s.width - TAPS + 1);
	double share = 1 / (double)(windows * s.planes), sum = 0, tap[TAPS];
	double *line = room + SLOPES * windows;

	ssim_window(tap);
	for (size_t i = 0; i < s.planes; i++, pred += len, want += len) {
		sum += forward(pred, want, s, t->range, tap, room, line);
		if (grad)
			backward(pred, want, grad + i * len, s, share, tap,
				 room, line);
	}
	return 1 - sum * share;
}

const struct loss loss_ssim = {
	.name = "ssim",
	.about = "1 less SSIM, with the window and the constants of xp-eval; R "
		 "is the range from the 0.1st to the 99.9th percentile of the "
		 "normalised train targets; alone it learns slowly, and at "
		 "first often the negative of the targets",
	.image = image,
	.room = room,
	.metric = "ssim",
	.least = TAPS,
	.needs_range = 1,
};
