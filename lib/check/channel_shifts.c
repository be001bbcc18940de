/* channel_shifts.c - see channel_shifts.h. */
#include "check/channel_shifts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "check/check.h"

static double length(double y, double x)
{
	return sqrt(y * y + x * x);
}

/* Does what check_median does, and leaves X as it is. */
static double median(const double *x, size_t n)
{
	double *room = mem_zero(n + 1, sizeof(*room)), middle;

	memcpy(room, x, n * sizeof(*x));
	middle = check_median(room, n);
	free(room);
	return middle;
}

/* Returns how far B lies from A, by the median of the pairs that are clear in
 * both; 0 if these are few, or most do not agree: some are clear by chance. */
static double distance(const struct fingerprints *a,
		       const struct fingerprints *b)
{
	double *y = mem_zero(a->n + 1, sizeof(*y));
	double *x = mem_zero(a->n + 1, sizeof(*x)), my, mx;
	size_t n = 0, agree = 0,
	       least = a->n < 2	 ? 1 :
		       a->n < 10 ? 2 :
				   (a->n + 4) / 5;

	for (size_t i = 0; i < a->n; i++) {
		const struct measured_shift *s = &a->row[i].shift;
		const struct measured_shift *t = &b->row[i].shift;

		if (s->quality < PHASE_CLEAR || t->quality < PHASE_CLEAR)
			continue;
		y[n] = t->y - s->y;
		x[n++] = t->x - s->x;
	}
	my = median(y, n);
	mx = median(x, n);
	for (size_t i = 0; i < n; i++)
		agree += length(y[i] - my, x[i] - mx) <= 3;
	free(y);
	free(x);
	return agree >= least && 2 * agree > n ? length(my, mx) : 0;
}

/* Returns 1 if shifts of one pair surely differ by more than a pixel. */
static int differ(const struct measured_shift *s,
		  const struct measured_shift *t)
{
	return s->quality >= PHASE_CLEAR && t->quality >= PHASE_CLEAR &&
	       length(t->y - s->y, t->x - s->x) >
		       1 + (s->halves + t->halves) / 2;
}

void channel_shifts_compare(struct channel_shifts *to, struct fingerprints *a,
			    const size_t n[SIDES])
{
	size_t all = n[SOURCE] * n[TARGET], best = fingerprints_best(a, all);
	char *odd = mem_zero(a->n + 1, 1);

	*to = (struct channel_shifts){ .best = best,
				       .measured = best / n[SOURCE] };
	for (size_t g = 0; g < n[TARGET]; g++) {
		const struct fingerprints *b = a + g * n[SOURCE];
		double apart;

		b += fingerprints_best(b, n[SOURCE]);
		apart = g == to->measured ? 0 : distance(&a[best], b);
		if (apart > to->apart) {
			to->apart = apart;
			to->other = g;
		}
		for (size_t i = 0; i < a->n && g != to->measured; i++)
			odd[i] |= (char)differ(&a[best].row[i].shift,
					       &b->row[i].shift);
	}
	for (size_t i = a->n; i-- > 0;)
		if (odd[i]) {
			to->pairs++;
			to->first = a->row[i].id;
		}
	for (size_t i = 0; i < all; i++)
		a[i].apart = to->apart > 1;
	free(odd);
}
