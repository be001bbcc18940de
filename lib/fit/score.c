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

struct sums {			/* over the images so far */
	double loss, r;
	size_t rs, flat;
};

static void add(struct sums *to, const struct loss *loss, const float *out,
		const float *want, size_t len)
{
	double r = score_pearson(out, want, len);

	to->loss += loss->eval(out, want, NULL, len) * (double)len;
	to->r += isnan(r) ? 0 : r;
	to->rs += !isnan(r);
	to->flat += is_flat(out, len);
}

static int score_one(struct sums *to, const struct samples *s,
		     const struct sample *one, struct net *net,
		     struct pool *pool, const struct loss *loss,
		     struct err *err)
{
	struct area all = { 0, 0, one->both.width, one->both.height };
	size_t len = all.width * all.height;
	float *in = mem_floats(len), *want = mem_floats(len);
	float *out = mem_floats(len);
	int rc = samples_read(s, one, &all, CACHE_PASSING, in, want, err);

	if (!rc)
		rc = predict_net(net, pool, NULL, in, out, all.width,
				 all.height, err);
	if (!rc)
		add(to, loss, out, want, len);
	free(in);
	free(want);
	free(out);
	return rc;
}

int score_samples(struct score *to, const struct samples *s,
		  struct net *net, struct pool *pool,
		  const struct loss *loss, int (*stop)(void *arg), void *arg,
		  struct err *err)
{
	struct sums all = {0};
	int rc = 0;

	for (size_t i = 0; i < s->n && !rc; i++) {
		if (stop && stop(arg))
			rc = 1;
		else
			rc = score_one(&all, s, &s->at[i], net, pool, loss,
				       err);
	}
	to->loss = all.loss / (double)s->pixels;
	to->pearson = all.rs ? all.r / (double)all.rs : NAN;
	to->flat = all.flat;
	return rc;
}
