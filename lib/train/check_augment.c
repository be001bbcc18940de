/*
 * check_augment.c - see check_augment.h.
 */
#include "train/check_augment.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "metric/sums.h"

enum { DRAWS = 64 }; /* how many patches are looked at */

static int correlation(const struct train *t, size_t i, enum batch_stage stage,
		       float *room, double *r, struct err *err)
{
	size_t len = batch_len(&t->o.batch);
	float *x = room + batch_room(&t->o.batch), *y = x + len;

	if (batch_stage(t->batch, 0, i, stage, room, x, y, NULL, err) < 0)
		return -1;
	*r = sums_correlation(x, y, len);
	return 0;
}

/* Turning both images alike does not change their correlation. */
static int check_turns(struct train *t, float *room, struct err *err)
{
	struct finding f = {
		.what = "how much augmentation changes the correlation of "
			"source and target",
		.warn = 1e-6,
		.fail = 1e-3,
		.advice = "source and target are not turned in the same way; "
			  "train with --no-flip --no-turn and report this"
	};

	for (size_t i = 0; i < t->o.batch.batch; i++) {
		double plain, turned;

		if (correlation(t, i, BATCH_PLAIN, room, &plain, err) < 0 ||
		    correlation(t, i, BATCH_TURNED, room, &turned, err) < 0)
			return -1;
		f.number = fmax(f.number, fabs(plain - turned));
	}
	finding_put(&t->found, "C15", f, NULL);
	return 0;
}

struct strength {	      /* of what augmentations do to the patches */
	double apart;	      /* pixels where source and target are moved to
				 different places, of all patches */
	double beyond;	      /* mean share of pixels beyond the image */
	double r[DRAWS];      /* correlations of sources before and after
				 their values were changed */
	double spread[DRAWS]; /* ratio of their standard deviations, after to
				 before */
};

static int measure(const struct train *t, float *room, struct strength *to,
		   struct err *err)
{
	const struct batch_options *o = &t->o.batch;
	size_t len = batch_len(o), each = batch_patches(o);
	float *x = room + batch_room(o), *y = x + len, *after = y + len;

	for (size_t k = 0; k < DRAWS; k++) {
		double before, changed, beyond;

		if (batch_stage(t->batch, k / each, k % each, BATCH_TWICE, room,
				x, y, &beyond, err) < 0)
			return -1;
		for (size_t i = 0; i < len; i++)
			to->apart += x[i] != y[i];
		to->beyond += beyond / DRAWS;
		if (batch_stage(t->batch, k / each, k % each, BATCH_AUGMENTED,
				room, after, y, NULL, err) < 0)
			return -1;
		to->r[k] = sums_correlation(x, after, len);
		augment_moments(x, len, &before);
		augment_moments(after, len, &changed);
		to->spread[k] = changed / before;
	}
	return 0;
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Returns the median of those that are numbers: a constant patch has none. */
static double median(double *x)
{
	size_t n = 0;

	for (size_t i = 0; i < DRAWS; i++)
		if (isfinite(x[i]))
			x[n++] = x[i];
	qsort(x, n, sizeof(*x), by_value);
	return n ? (x[(n - 1) / 2] + x[n / 2]) / 2 : 1;
}

static const char *const weaker =
	"patches are no longer like images; use smaller numbers in --augment";

static void report(struct train *t, struct strength *s)
{
	double ratio = median(s->spread);
	const struct finding list[] = {
		{ .what = "pixels that augmentation moves apart in source and "
			  "target",
		  .number = s->apart,
		  .warn = NAN,
		  .fail = 0,
		  .advice = "source and target are not moved in the same way; "
			    "train without --augment and report this" },
		{ .what = "correlation of sources before and after "
			  "augmentation changed their values, median",
		  .number = median(s->r),
		  .warn = 0.8,
		  .fail = 0.5,
		  .below = 1,
		  .advice = weaker },
		{ .what = "share of pixels of augmented patches that lie "
			  "beyond their image and are mirrored",
		  .number = s->beyond,
		  .warn = 0.1,
		  .fail = 0.3,
		  .advice = "patches are too large for their images to be "
			    "turned or shrunk so much; use a smaller --patch, "
			    "or smaller numbers in --augment" },
		{ .what = "sd of sources after augmentation, divided by that "
			  "before, median",
		  .number = ratio,
		  .warn = ratio < 1 ? 0.5 : 2,
		  .fail = NAN,
		  .below = ratio < 1,
		  .advice = weaker },
	};

	for (size_t i = 0; i < sizeof(list) / sizeof(*list); i++)
		finding_put(&t->found, "C15", list[i], NULL);
}

int check_augment(struct train *t, struct err *err)
{
	const struct batch_options *o = &t->o.batch;
	float *room = mem_floats(batch_room(o) + 3 * batch_len(o));
	struct strength s = { 0 };
	int rc = check_turns(t, room, err);

	if (!rc && o->augment.on) {
		rc = measure(t, room, &s, err);
		if (!rc)
			report(t, &s);
	}
	free(room);
	return rc;
}
