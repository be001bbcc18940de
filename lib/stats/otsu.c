/*
 * otsu.c - Otsu's threshold.
 */
#include "stats/otsu.h"

#include <math.h>

#include "stats/hist.h"

enum { BINS = 65536 };

/* With n0 pixels of mean m0 below and n1 of mean m1 above, the variance
 * between the classes is n0 n1 (m0 - m1)^2 / (n0 + n1)^2. */
size_t otsu_divide(const uint64_t *count, size_t n)
{
	double all = 0, sum = 0, below = 0, part = 0, best = 0;
	size_t at = n;

	for (size_t i = 0; i < n; i++) {
		all += (double)count[i];
		sum += (double)count[i] * (double)i;
	}
	for (size_t i = 0; i + 1 < n; i++) {
		double apart, between;

		below += (double)count[i];
		part += (double)count[i] * (double)i;
		if (!count[i] || below == all)
			continue;
		apart = part / below - (sum - part) / (all - below);
		between = below * (all - below) * apart * apart;
		if (between > best) {
			best = between;
			at = i;
		}
	}
	return at;
}

int otsu_threshold(double *threshold, const struct set_stats *s,
		   struct err *err)
{
	int whole = s->all.type != PIXEL_NONE && !pixel_is_float(s->all.type);
	struct hist h;
	size_t at;

	*threshold = NAN;
	hist_lay(&h, &s->all, BINS);
	if (hist_add(&h, s, NULL, err) < 0) {
		hist_release(&h);
		return -1;
	}
	at = otsu_divide(h.count, h.bins);
	if (at < h.bins)
		*threshold = h.low + h.width * (double)(at + 1) - whole;
	hist_release(&h);
	return 0;
}
