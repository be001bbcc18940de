/*
 * objective.c - see objective.h.
 */
#include "loss/objective.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "base/size.h"

#define MOST 1e6   /* the largest weight and number of a loss */
#define AT_ONCE 64 /* pixels whose losses are computed together */

extern const struct loss loss_mse;

const struct objective objective_mse = { .term = { { &loss_mse, 1, 0 } },
					 .terms = 1,
					 .foreground = 1 };

/* --- texts --------------------------------------------------------------- */

static int unknown(const char *word, struct err *err)
{
	struct buf list = { 0 };
	int rc;

	for (size_t i = 0; losses[i]; i++)
		buf_printf(&list, "%s%s", i ? ", " : "", losses[i]->name);
	rc = err_usage(err,
		       "--loss: there is no loss '%s'; losses are %s, and sums "
		       "such as 'mse+0.1*ssim'",
		       word, buf_text(&list));
	buf_release(&list);
	return rc;
}

static int read_number(double *to, const char *text, const char *what,
		       struct err *err)
{
	if (num_real(to, text) == 0 && *to > 0 && *to <= MOST)
		return 0;
	return err_usage(err,
			 "--loss: the %s must be a number above 0 and at most "
			 "%g, not '%s'",
			 what, MOST, text);
}

/* Set T from WORD, such as "0.1*huber:0.5", which is changed. */
static int read_term(struct objective_term *t, char *word, struct err *err)
{
	char *star = strchr(word, '*'), *colon;

	t->weight = 1;
	if (star) {
		*star = '\0';
		if (read_number(&t->weight, word, "weight before a star", err) <
		    0)
			return -1;
		word = star + 1;
	}
	if ((colon = strchr(word, ':')))
		*colon = '\0';
	if (!(t->loss = loss_find(word)))
		return unknown(word, err);
	t->param = t->loss->usual;
	if (!colon)
		return 0;
	if (!t->loss->param)
		return err_usage(err,
				 "--loss: %s has no number: leave out ':%s'",
				 word, colon + 1);
	return read_number(&t->param, colon + 1, t->loss->param, err);
}

int objective_read(struct objective *o, const char *text, struct err *err)
{
	char *copy = mem_str(text), *word = copy, *end;
	int rc = 0;

	*o = (struct objective){ .foreground = 1 };
	do {
		if ((end = strchr(word, '+')))
			*end = '\0';
		if (o->terms == OBJECTIVE_TERMS)
			rc = err_usage(err, "--loss: at most %d losses",
				       OBJECTIVE_TERMS);
		else
			rc = read_term(&o->term[o->terms++], word, err);
		word = end ? end + 1 : NULL;
	} while (word && !rc);
	free(copy);
	return rc;
}

void objective_text(const struct objective *o, struct buf *to)
{
	char number[NUM_MAX];

	for (size_t i = 0; i < o->terms; i++) {
		const struct objective_term *t = &o->term[i];

		if (i)
			buf_str(to, "+");
		if (t->weight != 1)
			buf_printf(to, "%s*", num_exact(number, t->weight));
		buf_str(to, t->loss->name);
		if (t->loss->param && t->param != t->loss->usual)
			buf_printf(to, ":%s", num_exact(number, t->param));
	}
}

/* --- what is needed ------------------------------------------------------ */

int objective_has_pixels(const struct objective *o)
{
	for (size_t i = 0; i < o->terms; i++)
		if (o->term[i].loss->pixels)
			return 1;
	return 0;
}

const struct loss *objective_largest(const struct objective *o)
{
	const struct loss *most = NULL;

	for (size_t i = 0; i < o->terms; i++) {
		const struct loss *l = o->term[i].loss;

		if (l->least > (most ? most->least : 0))
			most = l;
	}
	return most;
}

int objective_needs_range(const struct objective *o)
{
	for (size_t i = 0; i < o->terms; i++)
		if (o->term[i].loss->needs_range)
			return 1;
	return 0;
}

int objective_needs_threshold(const struct objective *o)
{
	return o->foreground != 1;
}

struct objective objective_without_range(struct objective o)
{
	for (size_t i = 0; i < o.terms; i++)
		if (o.term[i].loss->needs_range) {
			o.term[i].loss = &loss_mse;
			o.term[i].param = 0;
		}
	return o;
}

/* --- values -------------------------------------------------------------- */

/* One channel of the target, of several. */
struct of_channel {
	const struct objective *o;
	size_t channel;
};

static struct loss_numbers numbers_of(struct of_channel c,
				      const struct objective_term *t)
{
	return (struct loss_numbers){ t->param, c.o->channel[c.channel].range };
}

/* The mean over LEN pixels.  Weights come from an array, since no processor
 * foresees which pixels are bright. */
static double mean_pixels(struct of_channel c, const struct objective_term *t,
			  const float *pred, const float *want, float *grad,
			  size_t len)
{
	double threshold = c.o->channel[c.channel].threshold;
	struct loss_numbers numbers = numbers_of(c, t);
	const double weight[2] = { 1, c.o->foreground };
	double sum = 0, d[AT_ONCE], w[AT_ONCE], value[AT_ONCE], slope[AT_ONCE];

	for (size_t i = 0, n; i < len; i += n) {
		n = min(len - i, AT_ONCE);
		for (size_t k = 0; k < n; k++) {
			d[k] = (double)pred[i + k] - want[i + k];
			w[k] = weight[want[i + k] > threshold];
		}
		t->loss->pixels(d, n, &numbers, value, slope);
		for (size_t k = 0; k < n; k++)
			sum += w[k] * value[k];
		for (size_t k = 0; grad && k < n; k++)
			grad[i + k] = (float)(w[k] * slope[k] / (double)len);
	}
	return sum / (double)len;
}

double objective_pixels(const struct objective *o, size_t channel,
			const float *pred, const float *want, size_t len)
{
	struct of_channel c = { o, channel };
	double sum = 0;

	for (size_t i = 0; i < o->terms; i++)
		if (o->term[i].loss->pixels)
			sum += o->term[i].weight * mean_pixels(c, &o->term[i],
							       pred, want, NULL,
							       len);
	return sum;
}

static size_t loss_room(const struct loss *l, struct loss_shape s)
{
	return l->room ? l->room(s) : 0;
}

/* The largest room of a loss, and the derivatives of one term. */
size_t objective_room(const struct objective *o, struct loss_shape s)
{
	size_t most = 0, len = s.planes * s.height * s.width;

	for (size_t i = 0; i < o->terms; i++) {
		size_t room = loss_room(o->term[i].loss, s);

		most = room > most ? room : most;
	}
	return most + (o->terms > 1 ? (len + 1) / 2 : 0);
}

static double eval(struct of_channel c, const struct objective_term *t,
		   const float *pred, const float *want, float *grad,
		   struct loss_shape s, double *room)
{
	struct loss_numbers n = numbers_of(c, t);

	if (t->loss->pixels)
		return mean_pixels(c, t, pred, want, grad,
				   s.planes * s.height * s.width);
	return t->loss->image(pred, want, grad, s, &n, room);
}

static double eval_channel(struct of_channel c, const float *pred,
			   const float *want, float *grad, struct loss_shape s,
			   double *room)
{
	const struct objective *o = c.o;
	size_t len = s.planes * s.height * s.width;
	float *part = o->terms > 1 ? (float *)room : grad;
	double sum = 0;

	if (o->terms > 1)
		room += (len + 1) / 2;
	for (size_t i = 0; i < o->terms; i++) {
		double weight = o->term[i].weight;

		sum += weight * eval(c, &o->term[i], pred, want,
				     grad ? part : NULL, s, room);
		if (!grad || (o->terms == 1 && weight == 1))
			continue;
		for (size_t k = 0; k < len; k++)
			grad[k] = (i ? grad[k] : 0) + (float)weight * part[k];
	}
	return sum;
}

double objective_eval(const struct objective *o, const float *pred,
		      const float *want, float *grad, struct loss_shape s,
		      double *room)
{
	size_t channels = s.channels ? s.channels : 1, len;
	double sum = 0;

	if (channels == 1)
		return eval_channel((struct of_channel){ o, 0 }, pred, want,
				    grad, s, room);
	s.planes /= channels;
	len = s.planes * s.height * s.width;
	for (size_t k = 0; k < channels; k++, pred += len, want += len) {
		struct of_channel c = { o, k < OBJECTIVE_CHANNELS ?
						   k :
						   OBJECTIVE_CHANNELS - 1 };

		sum += eval_channel(c, pred, want, grad, s, room);
		for (size_t i = 0; grad && i < len; i++)
			grad[i] /= (float)channels;
		grad = grad ? grad + len : NULL;
	}
	return sum / (double)channels;
}
