/*
 * bootstrap.c - see bootstrap.h.
 */
#include "eval/bootstrap.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/rng.h"

void bootstrap_init(struct bootstrap *b, const char *const *group,
		    size_t images, size_t resamples, uint64_t seed)
{
	const char **name = mem_zero(images + 1, sizeof(*name));

	*b = (struct bootstrap){
		.images = images,
		.group = mem_zero(images + 1, sizeof(*b->group)),
		.resamples = resamples,
		.seed = seed,
	};
	for (size_t i = 0; i < images; i++) {
		size_t g = 0;

		b->named |= *group[i] != 0;
		while (g < b->groups &&
		       (!*group[i] || strcmp(name[g], group[i]) != 0))
			g++;
		if (g == b->groups)
			name[b->groups++] = group[i];
		b->group[i] = g;
	}
	free(name);
}

void bootstrap_release(struct bootstrap *b)
{
	free(b->group);
	*b = (struct bootstrap){ 0 };
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double percentile(const double *sorted, size_t n, double q)
{
	double h = (double)(n - 1) * q;
	size_t i = (size_t)h;

	return i + 1 < n ? sorted[i] + (h - (double)i) *
					       (sorted[i + 1] - sorted[i]) :
			   sorted[i];
}

/* Fill MEAN.  Returns how many of the draws had an image with a finite
 * value. */
static size_t resample(const struct bootstrap *b, const double *sum,
		       const double *count, double *mean)
{
	size_t n = 0;

	for (size_t k = 0; k < b->resamples; k++) {
		double s = 0, c = 0;
		struct rng r;

		rng_init(&r, b->seed, "bootstrap", k, 0);
		for (size_t i = 0; i < b->groups; i++) {
			size_t g = (size_t)rng_below(&r, b->groups);

			s += sum[g];
			c += count[g];
		}
		if (c > 0)
			mean[n++] = s / c;
	}
	return n;
}

static struct bootstrap_interval interval(double *mean, size_t n)
{
	struct bootstrap_interval to = { NAN, NAN, NAN };
	size_t least = 0;

	if (!n)
		return to;
	qsort(mean, n, sizeof(*mean), by_size);
	while (least < n && mean[least] <= 0)
		least++;
	to.least = (double)least / (double)n;
	to.low = percentile(mean, n, 0.025);
	to.high = percentile(mean, n, 0.975);
	return to;
}

struct bootstrap_interval bootstrap_mean(const struct bootstrap *b,
					 const double *x)
{
	double *sum = mem_zero(b->groups + 1, sizeof(*sum));
	double *count = mem_zero(b->groups + 1, sizeof(*count));
	double *mean = mem_zero(b->resamples + 1, sizeof(*mean));
	struct bootstrap_interval to = { NAN, NAN, NAN };
	size_t counted = 0;

	for (size_t i = 0; i < b->images; i++)
		if (isfinite(x[i])) {
			sum[b->group[i]] += x[i];
			counted += !count[b->group[i]];
			count[b->group[i]]++;
		}
	if (counted > 1)
		to = interval(mean, resample(b, sum, count, mean));
	free(sum);
	free(count);
	free(mean);
	return to;
}
