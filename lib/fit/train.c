/*
 * train.c - the training loop.  What it starts from is made in setup.c.
 */
#include "fit/train.h"

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/path.h"
#include "fit/plan.h"
#include "fit/score.h"
#include "manifest/shift.h"

#define SMOOTH 0.98   /* of the loss that is shown and watched */
#define HIGH 4	      /* times the least loss: something is off */
#define HIGH_STEPS 20 /* when it lasts that long */

static void speak(const struct train_talk *talk, int warning,
		  const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static void speak(const struct train_talk *talk, int warning,
		  const char *format, ...)
{
	char text[500];
	va_list ap;

	if (!talk->say)
		return;
	va_start(ap, format);
	vsnprintf(text, sizeof text, format, ap);
	va_end(ap);
	talk->say(talk->arg, warning, text);
}

double train_loss(const struct train *t)
{
	/* Adam's own correction of an average that began at zero. */
	return t->at.ema / (1 - pow(SMOOTH, (double)t->at.step));
}

double train_waiting(const struct train *t)
{
	return t->stepping > 0 ? prefetch_waited(t->feed) / t->stepping : 0;
}

static int add_row(struct train *t, const char *split, const char *metric,
		   double value, struct err *err)
{
	double epoch = (double)t->at.step / (double)batch_epoch(t->batch);

	return metrics_log_add(&t->curve, t->at.step, epoch, split, metric,
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
		      t->at.step + 1, what, t->o.lr, kept);
}

/* Watch for a loss that rises and stays up. */
static void note_loss(struct train *t, double loss,
		      const struct train_talk *talk)
{
	struct train_state *at = &t->at;
	double smooth;

	at->loss_sum += loss;
	at->loss_n++;
	at->ema = SMOOTH * at->ema + (1 - SMOOTH) * loss;
	smooth = train_loss(t);
	if (at->step == 1 || smooth < at->ema_best)
		at->ema_best = smooth;
	at->high = smooth > HIGH * at->ema_best ? at->high + 1 : 0;
	if (at->high == HIGH_STEPS)
		speak(talk, 1,
		      "step %" PRIu64 ": the loss, "
		      "%.4g, has been more than %d times its least, %.4g, "
		      "for %d steps: it may diverge; a smaller --lr helps",
		      at->step, smooth, HIGH, at->ema_best, HIGH_STEPS);
}

static int step(struct train *t, const struct train_talk *talk, struct err *err)
{
	const struct batch_options *b = &t->o.batch;
	struct train_state *at = &t->at;
	double began = clock_seconds(), loss;
	const float *x, *y;

	if (prefetch_take(t->feed, at->step, &x, &y, err) < 0)
		return -1;
	loss = net_gradient_extent(t->net, t->o.loss, x, crop_middle(t, y),
				   t->grad, b->batch, crop_extent(&t->o));
	if (!isfinite(loss))
		return diverged(t, "loss", err);
	if (adam_step(&t->adam, net_weights(t->net), t->grad) < 0)
		return diverged(t, "gradient", err);
	at->step++;
	t->stepping += clock_seconds() - began;
	note_loss(t, loss, talk);
	if (at->step % t->o.log_every && at->step != t->o.steps)
		return 0;
	loss = at->loss_sum / (double)at->loss_n;
	at->loss_sum = 0;
	at->loss_n = 0;
	return add_row(t, b->split, "loss", loss, err);
}

static void keep_best(struct train *t, double loss, double pearson)
{
	memcpy(t->best, net_weights(t->net),
	       net_size(t->net) * sizeof *t->best);
	t->at.best_step = t->at.step;
	t->at.best_loss = loss;
	t->at.best_pearson = pearson;
}

/* ", pearson 0.9734", made in TO, or that there is none. */
static const char *pearson_text(char *to, size_t n, double pearson)
{
	if (isnan(pearson))
		return ", pearson undefined";
	snprintf(to, n, ", pearson %.4f", pearson);
	return to;
}

static void warn_flat(const struct train *t, const struct train_talk *talk)
{
	speak(talk, 1,
	      "step %" PRIu64 ": the network gives one value for "
	      "all pixels of every image: if that stays so it has died, and "
	      "a smaller --lr or another --seed helps",
	      t->at.step);
}

static int validate(struct train *t, const struct train_talk *talk,
		    struct err *err)
{
	struct train_state *at = &t->at;
	const char *mark = "";
	char r[40];
	struct score s;
	int rc = score_samples(&s, &t->val, t->net, t->pool, t->o.loss,
			       talk->stop, talk->arg, err);

	if (rc)
		return rc;
	if (!isfinite(s.loss))
		return diverged(t, "validation loss", err);
	if (!at->best_step || s.loss < at->best_loss) {
		keep_best(t, s.loss, s.pearson);
		mark = ", the best so far";
	}
	at->validated = at->step;
	speak(talk, 0, "step %" PRIu64 ": %s loss %.5g%s%s", at->step,
	      t->o.val_split, s.loss, pearson_text(r, sizeof r, s.pearson),
	      mark);
	if (s.flat == t->val.n)
		warn_flat(t, talk);
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

/* The state first: the others follow from it. */
static int save(struct train *t, struct err *err)
{
	struct checkpoint c = { t->net, &t->adam,   t->best,
				&t->at, t->setting, t->data };

	if (!t->val.n)
		keep_best(t, 0, NAN);
	if (!t->o.dir)
		return 0;
	t->at.curve = t->curve.text.len;
	if (metrics_log_sync(&t->curve, err) < 0 ||
	    checkpoint_write(&c, t->o.dir, err) < 0 ||
	    write_weights(t, TRAIN_LAST, net_weights(t->net), t->at.step, err) <
		    0)
		return -1;
	t->saved = t->at.step;
	if (!t->at.best_step || t->saved_best == t->at.best_step)
		return 0;
	t->saved_best = t->at.best_step;
	return write_weights(t, TRAIN_BEST, t->best, t->at.best_step, err);
}

static int is_due(const struct train *t, uint64_t every)
{
	return t->at.step &&
	       (t->at.step % every == 0 || t->at.step == t->o.steps);
}

/* What is due at a step is found out before the next one, not after it:
 * so a stop during validation is made up for when training goes on. */
static int loop(struct train *t, const struct train_talk *talk, struct err *err)
{
	for (;;) {
		struct train_state *at = &t->at;
		int rc = 0;

		if (t->val.n && is_due(t, t->o.val_every) &&
		    at->validated != at->step)
			rc = validate(t, talk, err);
		if (rc < 0)
			return -1;
		if (talk->stop && talk->stop(talk->arg))
			rc = 1;
		if (rc || is_due(t, t->o.save_every))
			if (t->saved != at->step && save(t, err) < 0)
				return -1;
		if (rc || at->step == t->o.steps)
			return rc;
		if (step(t, talk, err) < 0)
			return -1;
		if (talk->step)
			talk->step(talk->arg, t);
	}
}

/* Go on from the checkpoint, or begin. */
static int begin(struct train *t, struct err *err)
{
	struct checkpoint c = { t->net, &t->adam,   t->best,
				&t->at, t->setting, t->data };
	char *path = NULL;
	int rc = 0;

	if (t->o.dir) {
		path = mem_printf("%s/%s", t->o.dir, TRAIN_CURVE);
		rc = checkpoint_read(&c, t->o.dir, err);
	}
	if (t->at.step > t->o.steps)
		rc = err_data(err,
			      "the checkpoint in '%s' is of step %" PRIu64
			      ", behind the last, %" PRIu64,
			      t->o.dir, t->at.step, t->o.steps);
	t->resumed = t->at.step;
	if (rc >= 0)
		rc = metrics_log_open(&t->curve, path, t->at.curve, err);
	free(path);
	if (rc == 0 && !t->at.curve)
		rc = add_row(t, t->o.batch.split, "lr", t->o.lr, err);
	return rc;
}

/* The files that others may read are outputs, the state is not. */
static int tell(const struct train *t, struct err *err)
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

static void speak_moved(const struct train *t, const struct train_talk *talk)
{
	const struct samples *set[] = { batch_samples(t->batch), &t->val };
	struct buf say = { 0 }, warn = { 0 };
	struct shift_count m = { 0 };

	for (size_t k = 0; k < 2; k++)
		for (size_t i = 0; i < set[k]->n; i++)
			shift_count_add(&m, set[k]->at[i].pair);
	shift_count_tell(&m, &say, &warn);
	if (say.len)
		speak(talk, 0, "%s", buf_text(&say));
	if (warn.len)
		speak(talk, 1, "%s", buf_text(&warn));
	buf_release(&say);
	buf_release(&warn);
}

static void speak_before(const struct train *t, const struct train_talk *talk)
{
	struct buf line = { 0 };

	plan_line(t, &line);
	speak(talk, 0, "%s", buf_text(&line));
	buf_release(&line);
	speak_moved(t, talk);
	if (!t->normalised)
		speak(talk, 1,
		      "NOT NORMALISED: the manifest has no columns "
		      "source_offset, source_scale, target_offset, "
		      "target_scale; networks rarely learn from raw values: "
		      "pass it through xp-norm first");
	if (!t->val.n)
		speak(talk, 1,
		      "no rows of split '%s': the last weights are "
		      "taken for the best",
		      t->o.val_split);
	if (t->resumed)
		speak(talk, 0, "going on from step %" PRIu64, t->resumed);
}

static void speak_after(const struct train *t, int stopped,
			const struct train_talk *talk)
{
	const struct train_state *at = &t->at;
	char r[40];

	if (t->at.step > t->resumed)
		speak(talk, 0, "waited for data %.1f %% of the time",
		      100 * train_waiting(t));
	if (stopped)
		speak(talk, 0, "stopped at step %" PRIu64 " of %" PRIu64 "%s",
		      at->step, t->o.steps,
		      t->o.dir ?
			      "" :
			      "; nothing is kept, as the run is not recorded");
	else if (t->val.n)
		speak(talk, 0, "best at step %" PRIu64 ": %s loss %.5g%s",
		      at->best_step, t->o.val_split, at->best_loss,
		      pearson_text(r, sizeof r, at->best_pearson));
}

int train_run(struct train *t, const struct train_talk *talk, struct err *err)
{
	struct err ignored;
	int rc;

	if (begin(t, err) < 0)
		return -1;
	speak_before(t, talk);
	t->feed = prefetch_new(t->batch, t->at.step, t->o.steps,
			       prefetch_threads(thread_pool_threads(t->pool)));
	rc = loop(t, talk, err);
	if (rc >= 0)
		speak_after(t, rc, talk);
	if (tell(t, rc < 0 ? &ignored : err) < 0)
		return -1;
	return rc;
}

int train_write(struct train *t, const char *weights, const char *metrics,
		struct err *err)
{
	if (weights && checkpoint_weights(t->net, t->best, t->at.best_step,
					  t->normalised, weights, err) < 0)
		return -1;
	if (!metrics)
		return 0;
	return out_write(metrics, t->curve.text.data, t->curve.text.len, err);
}
