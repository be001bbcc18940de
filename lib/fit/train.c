/*
 * train.c - the training loop.  setup.c makes what it starts from.
 */
#include "fit/train.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/path.h"
#include "fit/crop.h"
#include "fit/plan.h"
#include "fit/validation.h"
#include "manifest/shift.h"

#define SMOOTH 0.98   /* share of the old in the smoothed loss */
#define HIGH 4	      /* times its minimum: the loss is too high */
#define HIGH_STEPS 20 /* warn when it stays there so long */

/* Hand over what there is to say. */
static void tell(struct train *t, const struct train_calls *calls)
{
	if (t->messages.n && calls->tell)
		calls->tell(calls->arg, &t->messages);
	messages_release(&t->messages);
}

double train_loss(const struct train *t)
{
	/* Corrected, as in Adam, for an average that began at 0. */
	return t->state.ema / (1 - pow(SMOOTH, (double)t->state.step));
}

double train_waiting(const struct train *t)
{
	return t->stepping > 0 ? prefetch_waited(t->feed) / t->stepping : 0;
}

static int add_row(struct train *t, const char *split, const char *metric,
		   double value, struct err *err)
{
	double epoch = (double)t->state.step / (double)batch_epoch(t->batch);

	return metrics_log_add(&t->curve, t->state.step, epoch, split, metric,
			       value, err);
}

static int diverged(const struct train *t, const char *what, struct err *err)
{
	uint64_t saved = t->saved ? t->saved : t->resumed;
	char kept[60] = "";

	if (saved)
		snprintf(kept, sizeof kept,
			 "; the checkpoint of step %" PRIu64 " is kept", saved);
	return err_no(err,
		      "step %" PRIu64 ": the %s is not finite: try a "
		      "smaller --lr than %g, and look at the images' range "
		      "with xp-stats%s",
		      t->state.step + 1, what, t->o.lr, kept);
}

/* Watch for a loss that rises and stays up. */
static void note_loss(struct train *t, double loss)
{
	struct train_state *now = &t->state;
	double smooth;

	now->loss_sum += loss;
	now->loss_n++;
	now->ema = SMOOTH * now->ema + (1 - SMOOTH) * loss;
	smooth = train_loss(t);
	if (now->step == 1 || smooth < now->ema_best)
		now->ema_best = smooth;
	now->high = smooth > HIGH * now->ema_best ? now->high + 1 : 0;
	if (now->high == HIGH_STEPS)
		messages_warn(
			&t->messages,
			"step %" PRIu64 ": the smoothed loss, %.4g, has been "
			"more than %d times its minimum, %.4g, for %d steps: "
			"training may diverge; try a smaller --lr",
			now->step, smooth, HIGH, now->ema_best, HIGH_STEPS);
}

static int step(struct train *t, struct err *err)
{
	const struct batch_options *b = &t->o.batch;
	struct train_state *now = &t->state;
	double began = clock_seconds(), loss;
	const float *x, *y;

	if (prefetch_take(t->feed, now->step, &x, &y, err) < 0)
		return -1;
	loss = net_gradient(t->net, t->o.loss, x, crop_middle(t, y), t->grad,
			    b->batch, crop_extent(&t->o));
	if (!isfinite(loss))
		return diverged(t, "loss", err);
	if (adam_step(&t->adam, net_weights(t->net), t->grad) < 0)
		return diverged(t, "gradient", err);
	now->step++;
	t->stepping += clock_seconds() - began;
	note_loss(t, loss);
	if (now->step % t->o.log_every && now->step != t->o.steps)
		return 0;
	loss = now->loss_sum / (double)now->loss_n;
	now->loss_sum = 0;
	now->loss_n = 0;
	return add_row(t, b->split, "loss", loss, err);
}

static void keep_best(struct train *t, double loss, double pearson)
{
	memcpy(t->best, net_weights(t->net),
	       net_size(t->net) * sizeof *t->best);
	t->state.best_step = t->state.step;
	t->state.best_loss = loss;
	t->state.best_pearson = pearson;
}

/* ", pearson 0.9734", made in TO, or that there is none. */
static const char *pearson_text(char *to, size_t n, double pearson)
{
	if (isnan(pearson))
		return ", pearson undefined";
	snprintf(to, n, ", pearson %.4f", pearson);
	return to;
}

static void warn_flat(struct train *t)
{
	messages_warn(&t->messages,
		      "step %" PRIu64
		      ": the network predicts one value for all "
		      "pixels of every image: if this lasts it is dead; try a "
		      "smaller --lr or another --seed",
		      t->state.step);
}

static int validate(struct train *t, const struct train_calls *calls,
		    struct err *err)
{
	struct train_state *now = &t->state;
	const char *mark = "";
	char r[40];
	struct validation s;
	int rc = validation_run(&s, &t->val, t->net, t->pool, t->o.loss,
				calls->stop, calls->arg, err);

	if (rc)
		return rc;
	if (!isfinite(s.loss))
		return diverged(t, "validation loss", err);
	if (!now->best_step || s.loss < now->best_loss) {
		keep_best(t, s.loss, s.pearson);
		mark = ", the best so far";
	}
	now->validated = now->step;
	messages_info(&t->messages, "step %" PRIu64 ": %s loss %.5g%s%s",
		      now->step, t->o.val_split, s.loss,
		      pearson_text(r, sizeof r, s.pearson), mark);
	if (s.flat == t->val.n)
		warn_flat(t);
	if (add_row(t, t->o.val_split, "loss", s.loss, err) < 0)
		return -1;
	if (isnan(s.pearson)) /* a missing number has no row */
		return 0;
	return add_row(t, t->o.val_split, "pearson", s.pearson, err);
}

static int write_weights(struct train *t, const char *name, const float *vector,
			 uint64_t of, struct err *err)
{
	char *path = mem_printf("%s/%s", t->o.dir, name);
	int rc = checkpoint_weights(t->net, vector, of, t->normalised, path,
				    err);

	free(path);
	return rc;
}

/* The state first: the other files follow from it. */
static int save(struct train *t, struct err *err)
{
	struct checkpoint c = { t->net,	   &t->adam,   t->best,
				&t->state, t->setting, t->data };

	if (!t->val.n)
		keep_best(t, 0, NAN);
	if (!t->o.dir)
		return 0;
	t->state.curve = t->curve.text.len;
	if (metrics_log_sync(&t->curve, err) < 0 ||
	    checkpoint_write(&c, t->o.dir, err) < 0 ||
	    write_weights(t, TRAIN_LAST, net_weights(t->net), t->state.step,
			  err) < 0)
		return -1;
	t->saved = t->state.step;
	if (!t->state.best_step || t->saved_best == t->state.best_step)
		return 0;
	t->saved_best = t->state.best_step;
	return write_weights(t, TRAIN_BEST, t->best, t->state.best_step, err);
}

static int is_due(const struct train *t, uint64_t every)
{
	return t->state.step &&
	       (t->state.step % every == 0 || t->state.step == t->o.steps);
}

/* What is due after a step is done before the next one begins, so a
 * validation that was stopped is done when training resumes. */
static int loop(struct train *t, const struct train_calls *calls,
		struct err *err)
{
	for (;;) {
		struct train_state *now = &t->state;
		int rc = 0;

		if (t->val.n && is_due(t, t->o.val_every) &&
		    now->validated != now->step)
			rc = validate(t, calls, err);
		tell(t, calls);
		if (rc < 0)
			return -1;
		if (calls->stop && calls->stop(calls->arg))
			rc = 1;
		if (rc || is_due(t, t->o.save_every))
			if (t->saved != now->step && save(t, err) < 0)
				return -1;
		if (rc || now->step == t->o.steps)
			return rc;
		if (step(t, err) < 0)
			return -1;
		tell(t, calls);
		if (calls->step)
			calls->step(calls->arg, t);
	}
}

/* Resume from the checkpoint, or start. */
static int begin(struct train *t, struct err *err)
{
	struct checkpoint c = { t->net,	   &t->adam,   t->best,
				&t->state, t->setting, t->data };
	char *path = NULL;
	int rc = 0;

	if (t->o.dir) {
		path = mem_printf("%s/%s", t->o.dir, TRAIN_CURVE);
		rc = checkpoint_read(&c, t->o.dir, err);
	}
	if (t->state.step > t->o.steps)
		rc = err_data(err,
			      "the checkpoint in '%s' is of step %" PRIu64
			      ", beyond the last one, %" PRIu64,
			      t->o.dir, t->state.step, t->o.steps);
	t->resumed = t->state.step;
	if (rc >= 0)
		rc = metrics_log_open(&t->curve, path, t->state.curve, err);
	free(path);
	if (rc == 0 && !t->state.curve)
		rc = add_row(t, t->o.batch.split, "lr", t->o.lr, err);
	return rc;
}

/* Files for others to read are recorded as outputs; the state is not. */
static int record_files(const struct train *t, struct err *err)
{
	static const char *const names[] = { TRAIN_BEST, TRAIN_LAST,
					     TRAIN_CURVE };
	int rc = 0;

	for (size_t i = 0; t->o.dir && !rc && i < 3; i++) {
		char *path = mem_printf("%s/%s", t->o.dir, names[i]);

		if (path_exists(path))
			rc = file_tell(path, 1, FILE_PLAIN, err);
		free(path);
	}
	return rc;
}

static void tell_moved(struct train *t)
{
	const struct samples *set[] = { batch_samples(t->batch), &t->val };
	struct shift_count m = { 0 };

	for (size_t k = 0; k < 2; k++)
		for (size_t i = 0; i < set[k]->n; i++)
			shift_count_add(&m, &set[k]->list[i].pair->shift,
					set[k]->list[i].pair->id);
	shift_count_report(&m, &t->messages);
}

static void tell_before(struct train *t)
{
	struct buf line = { 0 };

	plan_line(t, &line);
	messages_info(&t->messages, "%s", buf_text(&line));
	buf_release(&line);
	tell_moved(t);
	if (!t->normalised)
		messages_warn(
			&t->messages,
			"NOT NORMALISED: the manifest has no columns "
			"source_offset, source_scale, target_offset, "
			"target_scale; networks rarely learn from raw values: "
			"pass it through xp-norm first");
	if (!t->val.n)
		messages_warn(&t->messages,
			      "no rows of split '%s': the last weights count "
			      "as the best",
			      t->o.val_split);
	if (t->resumed)
		messages_info(&t->messages, "resuming at step %" PRIu64,
			      t->resumed);
}

static void tell_after(struct train *t, int stopped)
{
	const struct train_state *now = &t->state;
	char r[40];

	if (t->state.step > t->resumed)
		messages_info(&t->messages,
			      "waited for data %.1f %% of the time",
			      100 * train_waiting(t));
	if (stopped)
		messages_info(&t->messages,
			      "stopped at step %" PRIu64 " of %" PRIu64 "%s",
			      now->step, t->o.steps,
			      t->o.dir ? "" :
					 "; nothing is kept: the run is not "
					 "recorded");
	else if (t->val.n)
		messages_info(&t->messages,
			      "best at step %" PRIu64 ": %s loss %.5g%s",
			      now->best_step, t->o.val_split, now->best_loss,
			      pearson_text(r, sizeof r, now->best_pearson));
}

int train_run(struct train *t, const struct train_calls *calls, struct err *err)
{
	struct err ignored;
	int rc;

	if (begin(t, err) < 0)
		return -1;
	tell_before(t);
	tell(t, calls);
	t->feed = prefetch_new(t->batch, t->state.step, t->o.steps,
			       prefetch_threads(thread_pool_threads(t->pool)));
	rc = loop(t, calls, err);
	if (rc >= 0)
		tell_after(t, rc);
	tell(t, calls);
	if (record_files(t, rc < 0 ? &ignored : err) < 0)
		return -1;
	return rc;
}

int train_write(struct train *t, const char *weights, const char *metrics,
		struct err *err)
{
	if (weights && checkpoint_weights(t->net, t->best, t->state.best_step,
					  t->normalised, weights, err) < 0)
		return -1;
	if (!metrics)
		return 0;
	return out_write(metrics, t->curve.text.data, t->curve.text.len, err);
}
