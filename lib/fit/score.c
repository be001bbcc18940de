/*
 * score.c - how well a network does on whole images, while it trains.
 */
#include "fit/score.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "fit/predict.h"

/* r = sum (a - ma)(b - mb) / sqrt(sum (a - ma)^2 * sum (b - mb)^2) */
double score_pearson(const float *a, const float *b, size_t len)
{
	double ma = 0, mb = 0, aa = 0, bb = 0, ab = 0;

	for (size_t i = 0; i < len; i++) {
		ma += a[i];
		mb += b[i];
	}
	ma /= (double)len;
	mb /= (double)len;
	for (size_t i = 0; i < len; i++) {
		double x = a[i] - ma, y = b[i] - mb;

		aa += x * x;
		bb += y * y;
		ab += x * y;
	}
	return aa > 0 && bb > 0 ? ab / sqrt(aa) / sqrt(bb) : NAN;
}

static int is_flat(const float *x, size_t len)
{
	size_t i = 1;

	while (i < len && x[i] == x[0])
		i++;
	return i >= len;
}

int score_samples(struct score *to, const struct samples *s,
		  struct net *net, struct pool *pool,
		  const struct loss *loss, int (*stop)(void *arg), void *arg,
		  struct err *err)
{
	double sum = 0, r_sum = 0;
	size_t r_n = 0;
	int rc = 0;

	to->flat = 0;
	for (size_t i = 0; i < s->n && !rc; i++) {
		const struct image *in = &s->at[i].source;
		const float *want = s->at[i].target.px;
		size_t len = in->width * in->height;
		float *out = mem_floats(len);
		double r;

		if (stop && stop(arg))
			rc = 1;
		else
			rc = predict_net(net, pool, NULL, in->px, out,
					 in->width, in->height, err);
		if (!rc) {
			sum += loss->eval(out, want, NULL, len) * (double)len;
			r = score_pearson(out, want, len);
			r_sum += isnan(r) ? 0 : r;
			r_n += !isnan(r);
			to->flat += is_flat(out, len);
		}
		free(out);
	}
	to->loss = sum / (double)s->pixels;
	to->pearson = r_n ? r_sum / (double)r_n : NAN;
	return rc;
}
