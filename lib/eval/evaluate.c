/*
 * evaluate.c - see evaluate.h.
 */
#include "eval/evaluate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "eval/run_norm.h"
#include "image/image.h"
#include "manifest/output_path.h"
#include "manifest/slip.h"
#include "manifest/split_unused.h"

/* Bytes of images that are kept: levels, baselines and scores are of the same
 * images, one after the other. */
enum { REMEMBERED = 64 << 20 };

int evaluate_counts(const struct evaluate *e, size_t i)
{
	return !e->split || !strcmp(e->pairs.list[i].split, e->split);
}

size_t evaluate_channels(const struct evaluate *e)
{
	return e->pairs.channels[TARGET];
}

char *evaluate_channel_text(const struct evaluate *e, size_t k)
{
	return evaluate_channels(e) > 1 && k < evaluate_channels(e) ?
		       mem_printf(" of target channel %zu", k) :
		       mem_str("");
}

size_t evaluate_count(const struct evaluate *e)
{
	return e->split ? manifest_count(&e->pairs, e->split) : e->pairs.n;
}

static int open_tables(struct evaluate *e, const char *manifest,
		       const char *trained, const char *called, struct err *err)
{
	if (manifest) {
		if (manifest_read_sources(&e->pairs, manifest, err) < 0)
			return -1;
	} else if (!e->pairs.n) {
		if (manifest_read(&e->pairs, trained, err) < 0)
			return err_wrap(err, "%s: ", called);
		e->is_own = 1;
		free(e->pairs.table.path);
		e->pairs.table.path = mem_str(called);
	}
	if (!e->is_own && trained &&
	    manifest_read(&e->trained, trained, err) < 0)
		return err_wrap(err, "%s: ", called);
	if (e->trained.n && manifest_expect(&e->trained, err) < 0)
		return err_wrap(err, "%s: ", called);
	return manifest_expect(&e->pairs, err);
}

int evaluate_open(struct evaluate *e, const char *manifest, const char *trained,
		  const char *called, const char *weights, struct err *err)
{
	image_remember(REMEMBERED);
	if (open_tables(e, manifest, trained, called, err) < 0 ||
	    model_open(&e->model, weights, e->pool, &e->messages, err) < 0)
		return -1;
	return model_check_channels(&e->model, &e->pairs, &e->trained, err);
}

/* Returns the manifest that the model was trained on, or NULL if that is not
 * known. */
static const struct manifest *run_of(const struct evaluate *e)
{
	return e->is_own ? &e->pairs : e->trained.n ? &e->trained : NULL;
}

/* Returns the label of the rows that the model was trained on; "val"
 * likewise. */
static const char *train_of(const struct evaluate *e)
{
	const char *split = e->model.trained.train_split;

	return split ? split : e->train ? e->train : "train";
}

static const char *val_of(const struct evaluate *e)
{
	const char *split = e->model.trained.val_split;

	return split ? split : "val";
}

/* Warn if rows and weights do not agree on whether images are normalised. */
static void check_normalised(struct evaluate *e)
{
	if (e->model.trained.normalised > 0 && !e->pairs.normalised &&
	    !e->model.trained.side[TARGET].known && !run_of(e))
		messages_warn(
			&e->messages,
			"the weights were trained on normalised images, but "
			"'%s' has no normalisation: pass it through xp-norm",
			e->pairs.table.path);
}

static int set_norms(struct evaluate *e, char **later, struct err *err)
{
	struct run_norm r = { &e->model.trained,
			      run_of(e),
			      train_of(e),
			      e->split,
			      e->trained.n ? NULL : e->train,
			      thread_pool_threads(e->pool),
			      &e->messages,
			      later };

	if (!e->model.net)
		return 0;
	check_normalised(e);
	return run_norm_apply(&r, &e->pairs, err);
}

static void find_leaks(struct evaluate *e)
{
	struct score_leak_question q = { run_of(e), train_of(e), val_of(e),
					 &e->pairs, e->split,	 &e->earlier };

	if (!e->model.net)
		return;
	score_leak_find(&e->leak, &q, &e->messages);
	e->leak.weights = &e->model.trained;
	if (!run_of(e) && e->model.trained.seen[TRAINED_TRAIN].left_out)
		messages_info(&e->messages,
			      "the weights file says of only %zu of the images "
			      "that its network was trained on which they are: "
			      "make sure that no other one is scored",
			      e->model.trained.seen[TRAINED_TRAIN].n);
	else if (!run_of(e) && !trained_knows_all(&e->model.trained))
		messages_info(&e->messages,
			      "the weights file does not say which images its "
			      "network was trained on: make sure that none of "
			      "them is scored");
}

/* Returns the manifest whose train rows give baselines and range. */
static const struct manifest *base_of(const struct evaluate *e)
{
	return e->trained.n ? &e->trained : &e->pairs;
}

/* Returns 1 for rows that are scored and for those that give the baselines. */
static void say_moved(struct evaluate *e)
{
	const struct manifest *base = base_of(e);
	struct shift_count m = { 0 };

	for (size_t i = 0; i < e->pairs.n; i++)
		if (evaluate_counts(e, i) ||
		    (base == &e->pairs &&
		     !strcmp(e->pairs.list[i].split, e->train)))
			shift_count_add(&m, &e->pairs.list[i].shift,
					e->pairs.list[i].id);
	for (size_t i = 0; base != &e->pairs && i < base->n; i++)
		if (!strcmp(base->list[i].split, e->train))
			shift_count_add(&m, &base->list[i].shift,
					base->list[i].id);
	shift_count_report(&m, &e->messages);
}

/* The images of a training may be missing when others are scored.  That is an
 * error only if the user asked for a range or for baselines. */
static int do_without(struct evaluate *e, const char *what, struct err *err)
{
	if (!e->trained.n || err->kind != ERR_DATA)
		return -1;
	messages_warn(&e->messages, "no %s: %s", what, err->text);
	*err = (struct err){ 0 };
	return 0;
}

static int find_levels(struct evaluate *e, size_t k, const char *range,
		       struct err *err)
{
	if (!e->regions && !target_levels_give_range(range))
		return 0;
	return target_levels_find(&e->levels[k], base_of(e), k, e->train,
				  e->regions, thread_pool_threads(e->pool),
				  err);
}

/* Finds the range of channel K. */
static int find_range(struct evaluate *e, size_t k, const char *range,
		      struct err *err)
{
	int is_type = range && !strcmp(range, "dtype");
	struct scores *to = scores_channel(&e->scores, k);
	char *says = NULL, *of = evaluate_channel_text(e, k);
	int rc = find_levels(e, k, range, err);

	if (!rc)
		rc = target_levels_range(&to->range, &says, range,
					 is_type ? &e->pairs : base_of(e), k,
					 e->split, &e->levels[k], e->train,
					 err);
	if (rc < 0 && !range && do_without(e, "psnr and ssim", err) == 0) {
		to->range = NAN;
		rc = 0;
	} else if (says) {
		messages_info(&e->messages,
			      "psnr and ssim%s are computed for a range of "
			      "%.9g: %s",
			      of, to->range, says);
	} else if (!rc) {
		messages_warn(&e->messages,
			      "no train targets give a range, so psnr and "
			      "ssim%s stay empty: give a range with --range",
			      of);
	}
	free(says);
	free(of);
	return rc;
}

static void say_regions(struct evaluate *e, size_t k)
{
	const struct target_levels *l = &e->levels[k];
	char *of = evaluate_channel_text(e, k);

	if (l->known && !isnan(l->threshold))
		messages_info(&e->messages,
			      "foreground%s: pixels whose target is above "
			      "%.9g, Otsu's threshold of the %s targets",
			      of, l->threshold, e->train);
	else
		messages_warn(&e->messages,
			      "no train targets give a threshold, so "
			      "foreground and background%s are not scored "
			      "separately",
			      of);
	free(of);
}

/* Of the rows of P that the model was trained on, the digests of the pixels;
 * takes over SOURCES. */
static void learn_sources(struct evaluate *e, const struct manifest *p,
			  struct digest *sources)
{
	size_t n = 0;

	for (size_t i = 0; i < p->n && p == run_of(e); i++)
		if (!strcmp(p->list[i].split, e->train) &&
		    !strcmp(e->train, train_of(e)))
			sources[n++] = sources[i];
	score_leak_learn(&e->leak, sources, n);
}

static int fit_channel(struct evaluate *e, size_t k,
		       enum evaluate_baselines which, struct digest *sources,
		       struct err *err)
{
	const struct manifest *p = base_of(e);
	struct prediction_baselines *to = &e->base[k];

	if (baseline_train(&to->base, p, k, e->train, sources, err) < 0)
		return -1;
	return which == EVALUATE_ALL ?
		       linear_fit(&to->linear, p, k, e->train, err) :
		       0;
}

static void drop_baselines(struct evaluate *e)
{
	for (size_t k = 0; k < CHANNELS_MOST; k++) {
		linear_release(&e->base[k].linear);
		e->base[k] = (struct prediction_baselines){ 0 };
	}
}

static int fit_baselines(struct evaluate *e, enum evaluate_baselines which,
			 struct err *err)
{
	const struct manifest *p = base_of(e);
	struct digest *sources = mem_zero(p->n + 1, sizeof(*sources));
	int rc = 0;

	for (size_t k = 0; k < evaluate_channels(e) && !rc; k++)
		rc = fit_channel(e, k, which, k ? NULL : sources, err);
	if (rc < 0) {
		free(sources);
		drop_baselines(e);
		return do_without(e, "baselines", err);
	}
	learn_sources(e, p, sources);
	if (!e->base->base.images)
		messages_warn(&e->messages,
			      "there are no rows of split '%s', so there are "
			      "no baselines",
			      e->train);
	return 0;
}

/* A tenth more than the range of the train targets or, if that is not known,
 * of those that are scored. */
static int set_axes(struct evaluate *e, size_t k, struct err *err)
{
	struct target_levels l = e->levels[k];
	double more;

	if (!e->joint)
		return 0;
	if (!l.known &&
	    target_levels_find(&l, &e->pairs, k, e->split, 0,
			       thread_pool_threads(e->pool), err) < 0)
		return -1;
	more = l.high > l.low ? (l.high - l.low) / 10 : 1;
	e->joint[k].low = l.low - more;
	e->joint[k].high = l.high + more;
	return 0;
}

/* Without a model, the channels of a source are those of a prediction. */
static int check_predictions(const struct evaluate *e, struct err *err)
{
	const struct manifest *p = &e->pairs;

	if (e->model.net || p->channels[SOURCE] == p->channels[TARGET])
		return 0;
	return err_data(err,
			"'%s' has %zu channel%s, but its target '%s' has %zu: "
			"a prediction must have the channels of its target",
			p->list->source, p->channels[SOURCE],
			p->channels[SOURCE] == 1 ? "" : "s", p->list->target,
			p->channels[TARGET]);
}

int evaluate_choose(struct evaluate *e, char **later, struct err *err)
{
	if (e->split && tsv_column(&e->pairs.table, "split") < 0 &&
	    e->pairs.targetless) {
		e->split = NULL;
	} else if (e->split && tsv_column(&e->pairs.table, "split") < 0) {
		messages_warn(&e->messages,
			      "'%s' has no column 'split': all rows are "
			      "scored, including rows that were trained on",
			      e->pairs.table.path);
		e->split = NULL;
	}
	if (e->split && manifest_need_split(&e->pairs, e->split, err) < 0)
		return -1;
	if (!e->train)
		e->train = train_of(e);
	if (e->split) {
		const char *const used[] = { e->split, e->train, val_of(e) };

		split_unused_report(&e->pairs, used, 3, "left out",
				    &e->messages);
	}
	slip_report(&e->pairs, &e->messages);
	return set_norms(e, later, err);
}

int evaluate_name_files(struct evaluate *e, const char *to, struct err *err)
{
	struct output_path how = {
		.dir = to,
		.extension = e->dialect == TIFF_OME ? ".ome.tif" : ".tif",
		.split = e->split,
		.overwrite = e->overwrite,
	};

	return output_path_rows(&e->files, &e->pairs, &how, err);
}

int evaluate_prepare(struct evaluate *e, const char *to, const char *range,
		     enum evaluate_baselines baselines, struct err *err)
{
	if (check_predictions(e, err) < 0 || evaluate_choose(e, NULL, err) < 0)
		return -1;
	find_leaks(e);
	say_moved(e);
	if (to && evaluate_name_files(e, to, err) < 0)
		return -1;
	scores_set_channels(&e->scores, evaluate_channels(e));
	for (size_t k = 0; k < evaluate_channels(e); k++)
		if (find_range(e, k, range, err) < 0 || set_axes(e, k, err) < 0)
			return -1;
	scores_join_range(&e->scores);
	for (size_t k = 0; k < evaluate_channels(e) && e->regions; k++)
		say_regions(e, k);
	return e->model.net && baselines ? fit_baselines(e, baselines, err) : 0;
}

const char *evaluate_method(const struct evaluate *e)
{
	return e->model.net ? "model" : "prediction";
}

void evaluate_release(struct evaluate *e)
{
	manifest_release(&e->pairs);
	manifest_release(&e->trained);
	model_close(&e->model);
	drop_baselines(e);
	strs_release(&e->files);
	earlier_release(&e->earlier);
	score_leak_release(&e->leak);
	unlike_training_release(&e->unlike);
	scores_release(&e->scores);
	free(e->made_of);
	messages_release(&e->messages);
	*e = (struct evaluate){ 0 };
}
