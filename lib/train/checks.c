/*
 * checks.c - see checks.h.
 *
 * Thresholds were fitted to tests/faults.  Those from a paper or a survey were
 * kept unless clean trainings exceed them.
 */
#include "train/checks.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "file/file.h"
#include "file/path.h"
#include "train/check_patches.h"
#include "train/crop.h"
#include "train/prototype.h"
#include "manifest/norm.h"
#include "loss/activation.h"

enum {
	BATCHES = 8,	 /* how many batches are looked at for their values */
	VALIDATED = 300, /* a validation before this step cannot fail */
};

static const struct {
	const char *name, *about;
} list[] = {
	{ "C7", "targets shifted, turned or mirrored against their sources" },
	{ "C11", "source or target values that are not normalised" },
	{ "C12", "a normalisation that inverts, clips, or cannot be undone" },
	{ "C13", "targets that the last layer cannot reach" },
	{ "C14", "patches that are too small for the network" },
	{ "C15", "augmentation that treats source and target differently, or "
		 "is too strong" },
	{ "C16", "an initial output that is far too large, or almost 0" },
	{ "C17", "wrong gradients, patches that depend on their batch" },
	{ "C18", "a network that cannot learn even one batch" },
	{ "C19", "a learning rate that does nothing, or breaks the network" },
	{ "C20", "pairs that do not belong together, or a network that is no "
		 "better than the baselines" },
};
#define CHECKS (sizeof list / sizeof *list)

int checks_term(size_t i, const char **name, const char **about)
{
	if (i >= CHECKS)
		return 0;
	*name = list[i].name;
	*about = list[i].about;
	return 1;
}

static int is_known(const char *name)
{
	for (size_t i = 0; i < CHECKS; i++)
		if (!strcmp(name, list[i].name))
			return 1;
	return 0;
}

int checks_read_allowed(struct strs *to, const struct strs *given,
			struct err *err)
{
	for (size_t i = 0; i < given->n; i++)
		strs_split(to, given->at[i], ',');
	for (size_t i = 0; i < to->n; i++) {
		const char *word = to->at[i];

		if (strcmp(word, "C8") && strcmp(word, "C9") && !is_known(word))
			return err_usage(
				err,
				"--allow: want C7 to C9 or C11 to C20, "
				"not '%s'",
				word);
	}
	return 0;
}

/* --- values: C13 --------------------------------------------------------- */

static void check_head(struct train *t, double share)
{
	struct finding f = {
		.what = "share of targets that the last layer cannot give",
		.number = share,
		.warn = 0.001,
		.fail = 0.01,
		.advice = "use --final-activation=none, or fit the targets to "
			  "its range (xp-norm --target-method=minmax)"
	};

	finding_put(&t->found, "C13", f, NULL);
}

/* --- patches: C14 -------------------------------------------------------- */

/* With small patches a network mostly learns from edges. */
static void check_patch(struct train *t)
{
	const struct unet *u = &t->o.unet;
	size_t seen = 2 * unet_context(u) + 1;
	char text[200];
	struct finding f = {
		.what = "side of a patch, divided by that of the area that "
			"the network sees around a pixel",
		.number = u->valid ? 1 :
				     (double)t->o.batch.patch / (double)seen,
		.warn = 1,
		.fail = 0.5,
		.below = 1,
		.advice = text
	};

	snprintf(text, sizeof text,
		 "patches of %zux%zu pixels are smaller than the %zux%zu that "
		 "the network sees around a pixel; use a larger --patch or a "
		 "smaller --depth",
		 t->o.batch.patch, t->o.batch.patch, seen, seen);
	finding_put(&t->found, "C14", f, NULL);
}

/* --- the initial network: C16, C17 --------------------------------------- */

/* OUT and WANT are of channel K; N pixels. */
static void check_start(struct train *t, size_t k, const float *out,
			const float *want, size_t n)
{
	struct sums s = sums_take(out, want, n);
	struct finding f = { .what = "mean squared error of the first batch, "
				     "divided by the variance of its targets",
			     .warn = 100,
			     .fail = 300,
			     .advice = "targets or sources are far from what "
				       "an initial network gives; fit offset "
				       "and scale with xp-norm" };

	f.number = sums_ratio(s.square, s.yy);
	check_patches_put(t, "C16", f, TARGET, k, NULL);
	f = (struct finding){
		.what = "variance of the first outputs, divided by the "
			"variance of their targets",
		.number = sums_ratio(s.xx, s.yy),
		.warn = 1e-3,
		.fail = 1e-6,
		.below = 1,
		.advice = "the output is almost 0: the values of the sources "
			  "are too small, or the initial weights are dead"
	};
	check_patches_put(t, "C16", f, TARGET, k, NULL);
}

/* Each channel of the first outputs OUT. */
static void check_starts(struct train *t, const float *out, const float *want)
{
	size_t n = t->o.batch.batch * crop_channel_len(&t->o);
	float *px = mem_floats(2 * n);

	for (size_t k = 0; k < t->survey.targets; k++) {
		crop_channel(&t->o, out, k, px);
		crop_channel(&t->o, want, k, px + n);
		check_start(t, k, px, px + n, n);
	}
	free(px);
}

/* Compare the gradient with a difference of losses. */
static void check_gradient(struct train *t, const float *x, const float *want,
			   float *out)
{
	size_t size = net_size(t->net), patches = t->o.batch.batch;
	float *w = net_weights(t->net), *was = mem_floats(size);
	struct extent e = crop_extent(&t->o);
	double square = 0, loss, by, low, high;
	struct finding f = {
		.what = "error of the gradient against a difference of losses",
		.number = NAN,
		.warn = 0.2,
		.fail = 0.5,
		.advice = "gradients are wrong: use --precise or another "
			  "XP_CPU, and report this"
	};

	memcpy(was, w, size * sizeof *w);
	loss = net_gradient(t->net, &t->o.loss, x, want, t->grad, patches, e);
	for (size_t i = 0; i < size; i++)
		square += (double)t->grad[i] * t->grad[i];
	by = loss / square * 1e-3;
	if (isfinite(by) && by > 0) {
		for (size_t i = 0; i < size; i++)
			w[i] = (float)(was[i] - by * t->grad[i]);
		net_forward(t->net, x, out, patches, e);
		low = crop_loss(t, out, want);
		for (size_t i = 0; i < size; i++)
			w[i] = (float)(was[i] + by * t->grad[i]);
		net_forward(t->net, x, out, patches, e);
		high = crop_loss(t, out, want);
		f.number = fabs((high - low) / (2 * by * square) - 1);
	}
	memcpy(w, was, size * sizeof *w);
	free(was);
	finding_put(&t->found, "C17", f, NULL);
}

/* Compare the output for a patch alone with that in a batch. */
static void check_mixing(struct train *t, const float *x, const float *out,
			 float *room)
{
	size_t len = crop_output_len(&t->o);
	struct finding f = {
		.what = "outputs of a patch that depend on its batch",
		.warn = NAN,
		.fail = 0,
		.advice = "patches of a batch influence each other: report this"
	};

	net_forward(t->net, x, room, 1, crop_extent(&t->o));
	for (size_t i = 0; i < len; i++)
		f.number += memcmp(&room[i], &out[i], sizeof *out) != 0;
	finding_put(&t->found, "C17", f, NULL);
}

static void check_network(struct train *t, const float *x, const float *y)
{
	size_t patches = t->o.batch.batch;
	size_t n = patches * crop_output_len(&t->o);
	float *out = mem_floats(2 * n), *room = out + n;
	const float *want = crop_middle(t, y);

	net_forward(t->net, x, out, patches, crop_extent(&t->o));
	check_starts(t, out, want);
	check_mixing(t, x, out, room);
	check_gradient(t, x, want, room);
	free(out);
}

/* A line that explains all of channel K of the targets: they are the
 * sources. */
static void check_copies(struct train *t, size_t k)
{
	const struct survey_target *g = &t->survey.target[k];
	struct finding f = { .what = "loss of the least-squares line, divided "
				     "by the loss of the mean",
			     .number = sums_ratio(g->affine_loss, g->mean_loss),
			     .warn = 0.01,
			     .fail = 1e-4,
			     .below = 1,
			     .advice = "targets are copies of their sources: "
				       "look at which file or channel is "
				       "which" };

	check_patches_put(t, "C20", f, TARGET, k, NULL);
}

/* --- before the first step ----------------------------------------------- */

static int check_batches(struct train *t, struct err *err)
{
	const struct batch_options *o = &t->o.batch;
	size_t x_n = o->batch * batch_values(o, SOURCE), beyond = 0;
	size_t y_n = o->batch * batch_values(o, TARGET);
	float *x = mem_floats(x_n + y_n), *y = x + x_n;
	struct patch_values m = { 0 };
	int rc = 0;

	/* the first batch comes last */
	for (uint64_t i = BATCHES; i-- > 0;) {
		if ((rc = batch_draw(t->batch, i, x, y, err)))
			break;
		check_patches_add(&m, t, x, y);
		beyond += activation_beyond(t->o.unet.activation, y, y_n);
	}
	if (!rc) {
		check_patches_values(t, &m);
		check_head(t, (double)beyond / (double)(BATCHES * y_n));
		check_patch(t);
		for (size_t k = 0; k < t->survey.targets; k++)
			check_copies(t, k);
		rc = check_patches_augment(t, err);
	}
	if (!rc)
		check_network(t, x, y);
	free(x);
	return rc;
}

static int write_table(const struct train *t, struct err *err)
{
	char *path;
	struct out out;
	int rc;

	if (!t->o.dir)
		return 0;
	path = mem_printf("%s/" TRAIN_CHECKS, t->o.dir);
	rc = out_open(&out, path, FILE_PLAIN, err);
	if (!rc) {
		tsv_write(&t->found.table, &out);
		rc = out_commit(&out, err);
		out_release(&out);
	}
	free(path);
	return rc;
}

/* Returns 1 if row ROW has the verdict VERDICT. */
static int is(const struct train *t, size_t row, const char *verdict)
{
	const struct tsv *table = &t->found.table;

	return !strcmp(tsv_get(table, row, tsv_column(table, "verdict")),
		       verdict);
}

/* Warn of each finding; but the first failure is the error. */
static int judge(struct train *t, struct err *err)
{
	int rc = 0;

	for (size_t i = 0; i < t->found.table.rows; i++) {
		struct buf text = { 0 };

		if (is(t, i, "PASS"))
			continue;
		finding_sentence(&t->found, i, &text);
		if (is(t, i, "FAIL") && !rc)
			rc = err_no(err,
				    "%s (to train nevertheless: --allow=%s)",
				    buf_text(&text),
				    tsv_get(&t->found.table, i, 0));
		else
			messages_warn(&t->messages, "%s", buf_text(&text));
		buf_release(&text);
	}
	return rc;
}

static void tell_count(struct train *t)
{
	const struct findings *f = &t->found;

	messages_info(&t->messages,
		      "checks C7 and C11 to C20: %zu passed, %zu warned, %zu "
		      "failed%s%s%s",
		      f->table.rows - f->warned - f->failed, f->warned,
		      f->failed, t->o.dir ? "; see '" : "",
		      t->o.dir ? t->o.dir : "",
		      t->o.dir ? "/" TRAIN_CHECKS "'" : "");
}

int checks_before(struct train *t, int (*stop)(void *arg), void *arg,
		  struct err *err)
{
	int rc = check_patches_pairs(t, err);

	if (!rc)
		rc = check_batches(t, err);
	/* After a failure the prototype would fail, too. */
	if (!rc && !t->found.failed)
		rc = prototype_run(t, stop, arg, err);
	if (rc)
		return rc;
	tell_count(t);
	if (write_table(t, err) < 0)
		return -1;
	return judge(t, err);
}

int checks_resume(struct train *t, struct err *err)
{
	char *path;
	int rc = 0;

	if (!t->o.dir)
		return 0;
	path = mem_printf("%s/" TRAIN_CHECKS, t->o.dir);
	if (path_exists(path))
		rc = finding_read(&t->found, path, err);
	free(path);
	return rc;
}

/* --- at a validation ----------------------------------------------------- */

static void check_validated(struct train *t, const struct validation_channel *v,
			    size_t k, const char *at)
{
	const struct survey_target *g = &t->survey.target[k];
	double best = fmin(g->mean_loss, g->affine_loss);
	struct finding f = { .what = "validation loss, divided by the loss of "
				     "the better baseline",
			     .number = sums_ratio(v->loss, best),
			     .warn = 1,
			     .fail = t->state.step < VALIDATED ? NAN : 30,
			     .advice = "the network has learnt nothing about "
				       "these images; look at what differs "
				       "between them and those it is trained "
				       "on" };

	check_patches_put(t, "C20", f, TARGET, k, at);
	check_patches_put(
		t, "C20",
		check_patches_about_one(
			"slope of val targets on predictions", v->slope, 0.5,
			NAN, 2, NAN,
			"ranges differ or, below 0, bright is predicted "
			"for dark, as ssim often begins: train longer"),
		TARGET, k, at);
	f = (struct finding){ .what = "variance of val predictions, divided "
				      "by the variance of their targets",
			      .number = v->spread,
			      .warn = 1e-4,
			      .fail = NAN,
			      .below = 1,
			      .advice = "the network predicts one value: if "
					"this lasts it is dead; try a smaller "
					"--lr or another --seed" };
	check_patches_put(t, "C19", f, TARGET, k, at);
}

int checks_validation(struct train *t, const struct validation *v,
		      struct err *err)
{
	size_t failed = t->found.failed;
	char at[40];

	snprintf(at, sizeof at, "step %" PRIu64, t->state.step);
	for (size_t k = 0; k < v->channels; k++)
		check_validated(t, &v->channel[k], k, at);
	if (write_table(t, err) < 0)
		return -1;
	return t->found.failed > failed ? judge(t, err) : 0;
}
