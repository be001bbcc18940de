/*
 * divergence.c - see divergence.h.
 */
#include "train/divergence.h"

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "file/out.h"
#include "train/crop.h"

#define FAR \
	1e5	      /* a loss of so many times that without training is too
			 high */
#define KNOWN 0.1     /* times the mean's loss: known by heart */
#define HIGH_MOST 500 /* for so many steps a high loss counts as trouble */
#define DEAD_STEPS \
	20 /* after so many steps without a gradient the network is
			 dead */

/* Fill T with the patches of STEP and of the step before. */
static void describe(const struct train *t, uint64_t step, struct tsv *to)
{
	struct err ignored;

	for (uint64_t s = step ? step - 1 : 0; s <= step; s++)
		batch_describe(t->batch, s, to, &ignored);
}

/* Append "; the batch of this step is in 'RUN/diverged.tsv'" or, if the run is
 * not recorded, the ids of the batch. */
static void add_batch(const struct train *t, uint64_t step, struct buf *to)
{
	char *path = mem_printf("%s/" DIVERGENCE_FILE,
				t->o.dir ? t->o.dir : "");
	struct err err = { 0 };
	struct tsv table = { 0 };
	struct out out;

	describe(t, step, &table);
	if (!t->o.dir) {
		buf_str(to, "; the batch of this step:");
		for (size_t i = 0;
		     i < table.rows && i < batch_patches(&t->o.batch); i++)
			buf_printf(to, "%s '%s'", i ? "," : "",
				   tsv_get(&table,
					   table.rows -
						   batch_patches(&t->o.batch) +
						   i,
					   tsv_column(&table, "id")));
	} else if (out_open(&out, path, FILE_PLAIN, &err) == 0) {
		tsv_write(&table, &out);
		if (out_commit(&out, &err) == 0)
			buf_printf(to, "; the batch of this step is in '%s'",
				   path);
		out_release(&out);
	}
	tsv_release(&table);
	free(path);
}

static void add_checkpoint(const struct train *t, struct buf *to)
{
	uint64_t saved = t->saved ? t->saved : t->resumed;

	if (saved)
		buf_printf(to, "; the checkpoint of step %" PRIu64 " is kept",
			   saved);
}

static int report(struct train *t, uint64_t step, struct err *err,
		  const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/* STEP counts from 0. */
static int report(struct train *t, uint64_t step, struct err *err,
		  const char *format, ...)
{
	struct buf text = { 0 };
	va_list ap;
	char *what;

	if (t->diverged && t->o.keep_going)
		return 1;
	t->diverged = 1;
	va_start(ap, format);
	if (vasprintf(&what, format, ap) < 0)
		what = mem_str("diverged");
	va_end(ap);
	buf_printf(&text,
		   "step %" PRIu64
		   ": %s: try a smaller --lr than %g, and check the range of "
		   "the images with xp-stats",
		   step + 1, what, t->o.optimiser.lr);
	free(what);
	add_batch(t, step, &text);
	if (t->o.keep_going) {
		messages_warn(&t->messages, "%s", buf_text(&text));
	} else {
		add_checkpoint(t, &text);
		err_no(err, "%s", buf_text(&text));
	}
	buf_release(&text);
	return t->o.keep_going ? 1 : -1;
}

int divergence_loss(struct train *t, const char *what, double loss,
		    uint64_t step, struct err *err)
{
	double usual = fmax(t->state.first, t->survey.mean_loss);

	if (!isfinite(loss))
		return report(t, step, err, "the %s is not finite", what);
	if (loss <= FAR * usual)
		return 0;
	return report(t, step, err,
		      "the %s, %.3g, is more than %g times the loss of the "
		      "first step, %.3g",
		      what, loss, FAR, t->state.first);
}

int divergence_gradient(struct train *t, struct err *err)
{
	return report(t, t->state.step, err, "the gradient is not finite");
}

/* The gradient of the last biases does not pass through the network. */
static int has_gradient(const struct train *t)
{
	size_t n = net_size(t->net), found = 0;

	for (size_t i = 0; i < n; i++) {
		found += t->grad[i] != 0;
		if (found > (size_t)t->o.unet.out_channels)
			return 1;
	}
	return 0;
}

int divergence_dead(struct train *t, double loss, struct err *err)
{
	struct train_state *now = &t->state;

	now->dead = loss > 0 && !has_gradient(t) ? now->dead + 1 : 0;
	if (now->dead < DEAD_STEPS)
		return 0;
	return report(t, now->step + 1 - now->dead, err,
		      "from here on no weight but the last bias had a gradient "
		      "for %d steps: the network is dead, it predicts one "
		      "value for all pixels",
		      DEAD_STEPS);
}

int divergence_is_far(const struct train *t)
{
	uint64_t high = t->state.high;

	return !t->state.dead && (!high || high > HIGH_MOST);
}

/* Add the losses of a patch, by the network and by its mean, to SUM. */
static int add_patch(struct train *t, size_t i, float *room, double sum[2],
		     struct err *err)
{
	struct extent e = crop_extent(&t->o);
	struct loss_shape s = unet_output_shape(&t->o.unet, e);
	size_t len = batch_values(&t->o.batch, TARGET);
	size_t out = crop_channel_len(&t->o);
	float *x = room + batch_room(&t->o.batch);
	float *y = x + batch_values(&t->o.batch, SOURCE), *want = y + len;
	float *pred = want + len;
	double *scratch;

	if (batch_patch(t->batch, 0, i, room, x, y, err) < 0)
		return -1;
	crop_copy(&t->o, y, 1, want);
	scratch = mem_zero(objective_room(&t->o.loss, s) + 1, sizeof *scratch);
	net_forward(t->net, x, pred, 1, e);
	sum[0] += objective_eval(&t->o.loss, pred, want, NULL, s, scratch);
	for (size_t c = 0; c < s.channels; c++) {
		double mean = 0;

		for (size_t k = c * out; k < (c + 1) * out; k++)
			mean += want[k] / (double)out;
		for (size_t k = c * out; k < (c + 1) * out; k++)
			pred[k] = (float)mean;
	}
	sum[1] += objective_eval(&t->o.loss, pred, want, NULL, s, scratch);
	free(scratch);
	return 0;
}

int divergence_overfit(struct train *t, struct err *err)
{
	size_t n = t->o.batch.only;
	float *room = mem_floats(batch_room(&t->o.batch) +
				 batch_values(&t->o.batch, SOURCE) +
				 3 * batch_values(&t->o.batch, TARGET));
	double sum[2] = { 0, 0 };
	int rc = 0;

	memcpy(net_weights(t->net), t->best, net_size(t->net) * sizeof *room);
	for (size_t i = 0; i < n && !rc; i++)
		rc = add_patch(t, i, room, sum, err);
	free(room);
	if (rc)
		return -1;
	if (sum[0] > KNOWN * sum[1])
		return err_no(
			err,
			"after %" PRIu64 " steps the loss of the %zu "
			"patch%s is %.3g, %.2f times that of predicting "
			"each patch's mean: the network cannot learn "
			"them by heart (%g would do): try another --lr, more "
			"--steps or a larger network, and look at the images",
			t->state.step, n, n == 1 ? "" : "es",
			sum[0] / (double)n, sum[0] / sum[1], KNOWN);
	messages_info(&t->messages,
		      "the network can learn %zu patch%s by heart: loss %.3g, "
		      "%.3g times that of predicting each patch's mean",
		      n, n == 1 ? "" : "es", sum[0] / (double)n,
		      sum[0] / sum[1]);
	return 0;
}
