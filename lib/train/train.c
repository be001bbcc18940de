/*
 * train.c - see train.h.  setup.c makes the training that this runs.
 */
#include "train/train.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/calc.h"
#include "base/clock.h"
#include "file/file.h"
#include "base/mem.h"
#include "file/path.h"
#include "train/checks.h"
#include "train/crop.h"
#include "train/divergence.h"
#include "train/due.h"
#include "train/helpers.h"
#include "train/plan.h"
#include "train/validation.h"
#include "optimise/ema.h"

#define SMOOTH 0.98   /* share of the old value in the smoothed loss */
#define HIGH 4	      /* times its minimum: a smoothed loss that is too high */
#define HIGH_STEPS 20 /* warn if it is too high for so many steps */

/* Hand the messages to the caller. */
static void tell(struct train *t, const struct train_calls *calls)
{
	if (t->messages.n && calls->tell)
		calls->tell(calls->arg, &t->messages);
	messages_release(&t->messages);
}

double train_loss(const struct train *t)
{
	/* Corrected as in Adam, since the average began at 0. */
	return t->state.ema / (1 - calc_power(SMOOTH, t->state.step));
}

double train_waiting(const struct train *t)
{
	return t->stepping > 0 ? prefetch_waited(t->feed) / t->stepping : 0;
}

/* A step takes three passes through the network (forward, and backward to the
 * maps and to the weights), a validation only the first. */
double train_left(const struct train *t)
{
	const struct batch_options *b = &t->o.batch;
	const struct pace_plan plan = {
		.step = t->state.step,
		.steps = t->o.steps,
		.every = { [PACE_VALIDATION] = t->val.n ? t->o.val_every : 0,
			   [PACE_SAVE] = t->o.save_every },
		.validation = (double)t->val.pixels / 3 /
			      (double)(batch_patches(b) * batch_len(b)),
	};

	return pace_left(&t->pace, &plan);
}

static int add_row(struct train *t, const char *split, const char *metric,
		   double value, struct err *err)
{
	double epoch = (double)t->state.step / (double)batch_epoch(t->batch);

	return metrics_log_add(&t->curve, t->state.step, epoch, split, metric,
			       value, err);
}

/* Watch for a smoothed loss that rises and stays high. */
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

/* Update the weights by T->grad, unless training went wrong. */
static int update(struct train *t, double loss, struct err *err)
{
	int rc;

	if (!t->state.step)
		t->state.first = loss;
	rc = divergence_loss(t, "loss", loss, t->state.step, err);
	if (rc < 0 || !isfinite(loss))
		return rc;
	if (divergence_dead(t, loss, err) < 0)
		return -1;
	t->optimiser.lr = schedule_rate(&t->o.schedule, &t->state.seen,
					t->state.step);
	if (optimiser_step(&t->optimiser, net_weights(t->net), t->grad) < 0)
		return divergence_gradient(t, err);
	t->state.norm_sum += t->optimiser.norm;
	t->state.clipped += t->o.optimiser.clip &&
			    t->optimiser.norm > t->o.optimiser.clip;
	if (t->average)
		ema_update(t->average, net_weights(t->net), net_size(t->net),
			   t->o.ema, t->state.step + 1);
	return 0;
}

/* Add rows with the mean loss since the last such row and, if these are not
 * always the same, the rate, the length of gradients, the share of them that
 * were clipped. */
static int log_loss(struct train *t, struct err *err)
{
	struct train_state *now = &t->state;
	const char *split = t->o.batch.split;
	double n = (double)now->loss_n;
	int rc;

	if (!now->loss_n)
		return 0;
	rc = add_row(t, split, "loss", now->loss_sum / n, err);
	if (!rc && schedule_varies(&t->o.schedule))
		rc = add_row(t, split, "lr",
			     schedule_rate(&t->o.schedule, &now->seen,
					   now->step - 1),
			     err);
	if (!rc && t->o.optimiser.clip) {
		rc = add_row(t, split, "gradient_norm", now->norm_sum / n, err);
		if (!rc)
			rc = add_row(t, split, "clipped",
				     (double)now->clipped / n, err);
	}
	now->loss_sum = now->norm_sum = 0;
	now->loss_n = now->clipped = 0;
	return rc ? rc : step_print_write(&t->prints, 0, err);
}

static void add_fingerprint(struct train *t, const float *x, const float *y,
			    uint64_t earlier, double loss)
{
	const struct batch_options *b = &t->o.batch;

	step_print_add(&t->prints,
		       &(struct step_print){
			       .step = t->state.step + 1,
			       .batch = batch_fingerprint(t->batch,
							  t->state.step),
			       .x = x,
			       .y = y,
			       .x_n = b->batch * batch_values(b, SOURCE),
			       .y_n = b->batch * batch_values(b, TARGET),
			       .earlier = earlier,
			       .loss = loss,
			       .grad = t->grad,
			       .weights = net_weights(t->net),
		       });
}

/* Returns 1 if it was stopped between two parts, which are thrown away. */
static int step(struct train *t, const struct train_calls *calls,
		struct err *err)
{
	const struct batch_options *b = &t->o.batch;
	struct train_state *now = &t->state;
	double began = clock_seconds(), loss = 0;
	const float *x, *y;
	size_t x_n = b->batch * batch_values(b, SOURCE);
	size_t y_n = b->batch * batch_values(b, TARGET);
	uint64_t earlier = 0;

	for (size_t i = 0; i < b->parts; i++) {
		if (i && calls->stop && calls->stop(calls->arg))
			return 1;
		if (i)
			earlier = step_print_pixels(x, x_n, y, y_n, earlier);
		if (prefetch_take(t->feed, now->step * b->parts + i, &x, &y,
				  err) < 0)
			return -1;
		if (helpers_gradient(t, i, x, y, &loss, err) < 0)
			return -1;
	}
	int rc = update(t, loss, err);
	add_fingerprint(t, x, y, earlier, loss);
	if (rc < 0)
		return -1;
	now->step++;
	t->stepping += clock_seconds() - began;
	if (isfinite(loss))
		note_loss(t, loss);
	return now->step % t->o.log_every ? 0 : log_loss(t, err);
}

/* Returns the weights that are validated and kept. */
static const float *kept(struct train *t)
{
	return t->average ? t->average : net_weights(t->net);
}

static void keep_best(struct train *t, double loss, double pearson)
{
	memcpy(t->best, kept(t), net_size(t->net) * sizeof *t->best);
	t->state.best_step = t->state.step;
	t->state.best_loss = loss;
	t->state.best_pearson = pearson;
}

/* Exchange the weights and their average, which is the one to look at. */
static void swap_average(struct train *t)
{
	if (t->average)
		ema_swap(t->average, net_weights(t->net), net_size(t->net));
}

static void release_glimpses(struct glimpses *g)
{
	for (size_t i = 0; i < g->n; i++)
		for (size_t k = 0; k < GLIMPSE_PLANES; k++)
			free(g->list[i].plane[k]);
}

/* Fills V, and lets the caller see some of the images. */
static int measure(struct train *t, const struct train_calls *calls,
		   struct validation *v, struct err *err)
{
	struct glimpses seen = { 0 };
	int rc;

	swap_average(t);
	rc = helpers_validation(v, t, calls->validated ? &seen : NULL,
				calls->stop, calls->arg, err);
	swap_average(t);
	if (!rc && calls->validated)
		calls->validated(calls->arg, t, &seen);
	release_glimpses(&seen);
	return rc;
}

static int validate(struct train *t, const struct train_calls *calls,
		    struct err *err)
{
	struct train_state *now = &t->state;
	struct validation v;
	int is_best, rc = measure(t, calls, &v, err);

	if (rc)
		return rc;
	if (divergence_loss(t, "validation loss", v.loss, now->step - 1, err) <
	    0)
		return -1;
	is_best = isfinite(v.loss) &&
		  (!now->best_step || v.loss < now->best_loss);
	if (is_best)
		keep_best(t, v.loss, v.pearson);
	now->stale = is_best ? 0 : now->stale + 1;
	now->validated = now->step;
	validation_tell(t, &v, is_best);
	if (schedule_validated(&t->o.schedule, &now->seen, v.loss))
		messages_info(&t->messages,
			      "step %" PRIu64 ": the loss is on a plateau, so "
			      "the learning rate becomes %.3g",
			      now->step,
			      schedule_rate(&t->o.schedule, &now->seen,
					    now->step));
	if (t->o.checks && checks_validation(t, &v, err) < 0)
		return -1;
	return validation_keep(t, &v, err);
}

static int write_weights(struct train *t, const char *name, const float *vector,
			 uint64_t of, struct err *err)
{
	char *path = mem_printf("%s/%s", t->o.dir, name);
	int rc = checkpoint_weights(t->net, vector, of, &t->about, path, err);

	free(path);
	return rc;
}

static struct checkpoint checkpoint_of(struct train *t)
{
	return (struct checkpoint){ t->net,	&t->optimiser, t->best,
				    t->average, &t->state,     t->setting,
				    t->data };
}

static int save_state(struct train *t, struct err *err)
{
	struct checkpoint c = checkpoint_of(t);

	if (step_print_write(&t->prints, 1, err) < 0)
		return -1;
	t->state.prints = t->prints.written;
	t->state.curve = t->curve.text.len;
	if (metrics_log_sync(&t->curve, err) < 0)
		return -1;
	return checkpoint_write(&c, t->o.dir, err);
}

/* Write the state first, since the other files follow from it. */
static int save(struct train *t, struct err *err)
{
	if (!t->val.n)
		keep_best(t, 0, NAN);
	if (!t->o.dir)
		return 0;
	if ((due_between(t) ? metrics_log_sync(&t->curve, err) :
			      save_state(t, err)) < 0 ||
	    write_weights(t, TRAIN_LAST, kept(t), t->state.step, err) < 0)
		return -1;
	t->saved = t->state.step;
	if (!t->state.best_step || t->saved_best == t->state.best_step)
		return 0;
	t->saved_best = t->state.best_step;
	return write_weights(t, TRAIN_BEST, t->best, t->state.best_step, err);
}

/* Write a checkpoint if the user asked for one. */
static int is_save_asked(struct train *t, const struct train_calls *calls)
{
	if (!t->state.step || !calls->save || !calls->save(calls->arg))
		return 0;
	messages_info(&t->messages, "step %" PRIu64 ": writing a checkpoint",
		      t->state.step);
	return 1;
}

/* After the last step: saves the state, then adds the last row of losses. */
static int end_steps(struct train *t, struct err *err)
{
	if (!due_between(t) || t->ended)
		return 0;
	t->ended = 1;
	if (t->o.dir && save_state(t, err) < 0)
		return -1;
	return log_loss(t, err);
}

/* All that is due after a step is done before the next step.  So training that
 * was stopped during a validation validates when it resumes. */
static int loop(struct train *t, const struct train_calls *calls,
		struct err *err)
{
	for (int stopped = 0;;) {
		struct train_state *now = &t->state;
		double began = clock_seconds();
		int rc = end_steps(t, err);

		if (!rc && t->val.n && due_at(t, t->o.val_every) &&
		    now->validated != now->step) {
			rc = validate(t, calls, err);
			began = pace_lap(&t->pace, PACE_VALIDATION, began);
		}
		tell(t, calls);
		if (rc < 0)
			return -1;
		if (stopped || (calls->stop && calls->stop(calls->arg)))
			rc = 1;
		if ((rc || due_save(t) || is_save_asked(t, calls)) &&
		    t->saved != now->step) {
			if (save(t, err) < 0)
				return -1;
			began = pace_lap(&t->pace, PACE_SAVE, began);
		}
		if (rc || now->step == t->o.steps || due_early(t))
			return rc;
		if ((stopped = step(t, calls, err)) < 0)
			return -1;
		tell(t, calls);
		if (!stopped && calls->step)
			calls->step(calls->arg, t);
		pace_lap(&t->pace, PACE_STEP, began);
	}
}

/* Begin or continue the tables that grow during training. */
static int open_tables(struct train *t, struct err *err)
{
	struct train_state *now = &t->state;
	char *path = t->o.dir ? mem_printf("%s/%s", t->o.dir, TRAIN_CURVE) :
				NULL;
	int rc = metrics_log_open(&t->curve, path, now->curve, err);

	free(path);
	if (rc == 0 && !now->curve)
		rc = add_row(t, t->o.batch.split, "lr",
			     schedule_rate(&t->o.schedule, &now->seen, 0), err);
	if (rc < 0 || !t->o.dir)
		return rc;
	path = mem_printf("%s/%s", t->o.dir, TRAIN_PRINTS);
	rc = step_print_open(&t->prints, path, now->prints, t->net,
			     plan_macs(&t->o.unet, batch_patches(&t->o.batch),
				       crop_extent(&t->o)),
			     t->pool, err);
	free(path);
	if (!now->step)
		step_print_add(&t->prints,
			       &(struct step_print){
				       .weights = net_weights(t->net) });
	return rc;
}

/* Resume from the checkpoint if there is one, or start. */
static int begin(struct train *t, struct err *err)
{
	struct checkpoint c = checkpoint_of(t);
	int rc = t->o.dir ? checkpoint_read(&c, t->o.dir, err) : 0;

	if (t->state.step > t->o.steps)
		rc = err_data(err,
			      "the checkpoint in '%s' is from step %" PRIu64
			      ", but training ends at step %" PRIu64,
			      t->o.dir, t->state.step, t->o.steps);
	t->resumed = t->state.step;
	return rc < 0 ? -1 : open_tables(t, err);
}

/* The files that others read are recorded as outputs; the state is not. */
static int record_files(const struct train *t, struct err *err)
{
	static const char *const names[] = { TRAIN_BEST,   TRAIN_LAST,
					     TRAIN_CURVE,  TRAIN_CHECKS,
					     TRAIN_PRINTS, DIVERGENCE_FILE };
	int rc = 0;

	for (size_t i = 0; t->o.dir && !rc && i < 6; i++) {
		char *path = mem_printf("%s/%s", t->o.dir, names[i]);

		if (path_exists(path))
			rc = file_tell(path, 1, FILE_PLAIN, err);
		free(path);
	}
	return rc;
}

static void tell_best(struct train *t)
{
	const struct train_state *now = &t->state;
	struct buf text = { 0 };

	buf_printf(&text, "best at step %" PRIu64 ": ", now->best_step);
	validation_text(&text, t->o.val_split, now->best_loss,
			t->survey.mean_loss, now->best_pearson);
	messages_info(&t->messages, "%s", buf_text(&text));
	buf_release(&text);
}

static void tell_after(struct train *t, int stopped)
{
	const struct train_state *now = &t->state;

	if (t->state.step > t->resumed)
		messages_info(&t->messages,
			      "waited for data %.1f %% of the time",
			      100 * train_waiting(t));
	if (stopped) {
		messages_info(&t->messages,
			      "stopped at step %" PRIu64 " of %" PRIu64 "%s",
			      now->step, t->o.steps,
			      t->o.dir ? "" :
					 "; nothing is kept, since the run is "
					 "not recorded");
		return;
	}
	if (due_early(t))
		messages_info(&t->messages,
			      "ended at step %" PRIu64 " of %" PRIu64
			      ": no better %s loss in %" PRIu64
			      " validation%s (--patience)",
			      now->step, t->o.steps, t->o.val_split, now->stale,
			      now->stale == 1 ? "" : "s");
	if (t->val.n && now->best_step)
		tell_best(t);
	if (t->val.n)
		validation_trivial(t);
	else
		survey_trivial(&t->survey, t->survey.targets, t->o.batch.split,
			       train_loss(t), &t->messages);
}

/* A stop is for the loop to see, which writes a checkpoint. */
static int check(struct train *t, const struct train_calls *calls,
		 struct err *err)
{
	int rc = 0;

	if (t->o.checks && t->state.step)
		rc = checks_resume(t, err);
	else if (t->o.checks)
		rc = checks_before(t, calls->stop, calls->arg, err);
	tell(t, calls);
	return rc < 0 ? -1 : 0;
}

static int train(struct train *t, const struct train_calls *calls,
		 struct err *err)
{
	if (check(t, calls, err) < 0 || helpers_ready(t, err) < 0)
		return -1;
	if (calls->ready)
		calls->ready(calls->arg);
	t->feed = prefetch_new(t->batch, t->state.step, t->o.steps,
			       prefetch_threads(thread_pool_threads(t->pool)),
			       NULL);
	return loop(t, calls, err);
}

int train_run(struct train *t, const struct train_calls *calls, struct err *err)
{
	struct err ignored;
	int rc;

	if (begin(t, err) < 0)
		return -1;
	plan_tell(t);
	tell(t, calls);
	rc = train(t, calls, err);
	/* If a step failed, the last rows are needed to find out why. */
	if (rc < 0)
		step_print_write(&t->prints, 0, &ignored);
	if (!rc && !t->state.best_step)
		rc = err_no(err, "no validation gave a finite loss: there are "
				 "no best weights");
	if (rc >= 0)
		tell_after(t, rc);
	if (!rc && t->o.batch.only)
		rc = divergence_overfit(t, err);
	tell(t, calls);
	if (record_files(t, rc < 0 ? &ignored : err) < 0)
		return -1;
	return rc;
}

int train_write(struct train *t, const char *weights, const char *metrics,
		struct err *err)
{
	if (weights && checkpoint_weights(t->net, t->best, t->state.best_step,
					  &t->about, weights, err) < 0)
		return -1;
	if (!metrics)
		return 0;
	return out_write(metrics, t->curve.text.data, t->curve.text.len, err);
}
