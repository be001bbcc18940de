/*
 * regions.c - see regions.h.
 */
#include "eval/regions.h"

const char *const region_names[REGIONS] = { "foreground", "background" };

void regions_add(struct regions *r, double threshold, const float *px,
		 const float *want, size_t n, int second, float *room)
{
	for (int k = 0; k < REGIONS; k++) {
		int above = k == REGION_FOREGROUND;
		float *x = room, *y = room + n;
		size_t in = 0;

		for (size_t i = 0; i < n; i++) {
			x[in] = px[i];
			y[in] = want[i];
			in += ((double)want[i] > threshold) == above;
		}
		(second ? sums_second : sums_first)(&r->of[k], x, y, in);
	}
}

void regions_turn(struct regions *r)
{
	for (int k = 0; k < REGIONS; k++)
		sums_turn(&r->of[k]);
}
