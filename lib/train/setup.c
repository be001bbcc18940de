/*
 * setup.c - see setup.h.
 */
#include "train/setup.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "train/crop.h"
#include "train/model.h"
#include "train/plan.h"
#include "train/trained.h"
#include "manifest/slip.h"
#include "manifest/split_leak.h"
#include "manifest/split_unused.h"
#include "loss/activation.h"
#include "nn/net_init.h"

enum { COUNTED = 10000 }; /* patches, to say how many are on foreground */

static int check_loss(const struct train_options *o, struct err *err)
{
	const struct loss *l = objective_largest(&o->loss);
	size_t side = unet_output(&o->unet, o->batch.patch);

	if (o->loss.foreground != 1 && !objective_has_pixels(&o->loss))
		return err_usage(err,
				 "--foreground-weight needs a loss that is a "
				 "mean over pixels, such as mse, l1 or huber");
	if (l && side < l->least)
		return err_usage(err,
				 "--loss=%s needs patches whose output has at "
				 "least %zu pixels a side, not %zu: use a "
				 "larger --patch",
				 l->name, l->least, side);
	return 0;
}

/* Check that each image to validate on is large enough for the loss. */
static int check_val(const struct train *t, const struct manifest *p,
		     struct err *err)
{
	const struct loss *l = objective_largest(&t->o.loss);

	for (size_t i = 0; l && i < t->val.n; i++) {
		const struct sample_pair *s = &t->val.list[i];
		size_t h = s->both.height / s->both.slices;

		if (s->both.width >= l->least && h >= l->least)
			continue;
		err_data(err,
			 "'%s' has %zux%zu pixels, too small for --loss=%s, "
			 "which needs %zu a side: remove the row",
			 s->pair->source, s->both.width, h, l->name, l->least);
		return tsv_wrap(&p->table, s->pair->row, err);
	}
	return 0;
}

static int check(const struct train_options *o, struct err *err)
{
	uint64_t bytes;

	if (unet_check(&o->unet, err) < 0 ||
	    unet_check_patch(&o->unet, o->batch.patch, o->batch.slices, err) <
		    0)
		return -1;
	if (o->cache && num_bytes(&bytes, o->cache) < 0)
		return err_usage(err,
				 "--cache: want a number of bytes, such as "
				 "800M or 0, not '%s'",
				 o->cache);
	if (!o->steps == !o->epochs)
		return err_usage(err,
				 "give either --steps or --epochs, not both");
	return check_loss(o, err) < 0 ? -1 :
					optimiser_check(&o->optimiser, err);
}

static uint64_t every(uint64_t given, uint64_t steps, uint64_t parts,
		      uint64_t most)
{
	uint64_t n = (steps + parts - 1) / parts;

	return given ? given : n < most ? n : most;
}

static int set_lengths(struct train_options *o, uint64_t epoch, struct err *err)
{
	if (!o->steps) {
		if (o->epochs > INT64_MAX / epoch)
			return err_usage(err,
					 "%" PRIu64 " epochs of %" PRIu64
					 " steps are too many",
					 o->epochs, epoch);
		o->steps = o->epochs * epoch;
	}
	o->val_every = every(o->val_every, o->steps, 20, 1000);
	o->log_every = every(o->log_every, o->steps, 100, 100);
	if (!o->save_every)
		o->save_every = o->val_every;
	o->schedule.lr = o->optimiser.lr;
	o->schedule.steps = o->steps;
	return schedule_check(&o->schedule, err);
}

/* Append the settings of augmentation, optimiser and schedule that are not the
 * defaults. */
static void add_updates(const struct train_options *o, struct buf *to)
{
	const struct optimiser_options *a = &o->optimiser;
	const struct schedule *s = &o->schedule;
	const struct {
		const char *name;
		double value;
	} number[] = {
		{ "momentum", a->kind == OPTIMISER_SGD ? a->momentum : 0 },
		{ "weight-decay", a->decay },
		{ "clip-gradient", a->clip },
		{ "warmup", (double)s->warmup },
		{ "lr-end", s->end },
		{ "lr-every", (double)s->every },
		{ "lr-factor", s->kind >= SCHEDULE_STEP ? s->factor : 0 },
		{ "lr-patience",
		  s->kind == SCHEDULE_PLATEAU ? (double)s->patience : 0 },
		{ "ema", o->ema },
		{ "foreground-weight",
		  o->loss.foreground == 1 ? 0 : o->loss.foreground },
		{ "foreground-share", o->batch.foreground },
		{ "overfit", (double)o->batch.only },
		{ "accumulate",
		  o->batch.parts > 1 ? (double)o->batch.parts : 0 },
	};
	char text[NUM_MAX];

	if (o->batch.augment.on) {
		buf_str(to, " augment=");
		augment_text(&o->batch.augment, to);
	}
	if (a->kind != OPTIMISER_ADAM)
		buf_printf(to, " optimiser=%s", optimiser_names[a->kind]);
	if (s->kind != SCHEDULE_CONSTANT)
		buf_printf(to, " schedule=%s", schedule_names[s->kind]);
	for (size_t i = 0; i < sizeof number / sizeof *number; i++)
		if (number[i].value > 0)
			buf_printf(to, " %s=%s", number[i].name,
				   num_exact(text, number[i].value));
}

static void add_network(const struct train_options *o, struct buf *to)
{
	if (o->unet.linear)
		buf_printf(to, " upsample-mode=%s",
			   unet_upsample_mode(&o->unet));
	if (o->unet.activation != ACTIVATION_NONE)
		buf_printf(to, " final-activation=%s",
			   activation_names[o->unet.activation]);
}

/* Returns all settings that change a result, as a text. */
static char *setting_of(const struct train_options *o)
{
	const struct unet *u = &o->unet;
	const struct batch_options *b = &o->batch;
	char lr[NUM_MAX], slices[40] = "", patience[40] = "";
	struct buf loss = { 0 }, updates = { 0 };
	char *text;

	if (u->volume)
		snprintf(slices, sizeof slices, " ndim=3 slices=%zu",
			 b->slices);
	if (o->patience)
		snprintf(patience, sizeof patience, " patience=%" PRIu64,
			 o->patience);
	add_network(o, &updates);
	add_updates(o, &updates);
	objective_text(&o->loss, &loss);
	text = mem_printf("depth=%" PRId64 " num-fmaps=%" PRId64
			  " fmap-inc-factor=%" PRId64
			  " downsample-factor=%" PRId64 " kernel-size=%" PRId64
			  " loss=%s patch=%zu batch=%zu steps=%" PRIu64
			  " lr=%s seed=%" PRIu64
			  " flip=%d turn=%d val-every=%" PRIu64
			  " log-every=%" PRIu64
			  " train-split=%s val-split=%s%s%s%s%s%s%s",
			  u->depth, u->num_fmaps, u->fmap_inc_factor,
			  u->downsample_factor, u->kernel_size, buf_text(&loss),
			  b->patch, b->batch, o->steps,
			  num_exact(lr, o->optimiser.lr), b->seed, b->flip,
			  b->turn, o->val_every, o->log_every, b->split,
			  o->val_split, o->precise ? " precise" : "",
			  u->valid ? " padding=valid" : "", slices, patience,
			  o->keep_going ? " keep-going" : "",
			  buf_text(&updates));
	buf_release(&loss);
	buf_release(&updates);
	return text;
}

static char *data_of(const struct train *t)
{
	struct hash *h = digest_new();
	char hex[DIGEST_HEX + 1];
	struct digest d;

	samples_hash(batch_samples(t->batch), h);
	samples_hash(&t->val, h);
	digest_end(h, &d);
	return mem_str(digest_hex(hex, &d));
}

static int start_weights(struct train *t, struct err *err)
{
	struct weights w = { 0 };
	int rc;

	if (!t->o.init) {
		net_init(t->net, t->o.batch.seed);
		return 0;
	}
	if (weights_net_read(&w, t->o.init, &t->messages, err) < 0)
		return -1;
	rc = model_check_init(&w, &t->o.unet, err);
	if (rc == 0)
		rc = weights_net_load(&w, t->net, err);
	if (rc == 0)
		rc = trained_read(&t->before, &w, err);
	weights_release(&w);
	return rc < 0 ? err_wrap(err, "cannot start from '%s': ", t->o.init) :
			0;
}

/* Places patches on foreground, and says on how many that succeeded. */
static int find_foreground(struct train *t, struct err *err)
{
	const struct batch_options *b = &t->o.batch;
	double all = (double)t->o.steps * (double)batch_patches(b);
	size_t n = all < COUNTED ? (size_t)all : COUNTED;
	double threshold[CHANNELS_MOST];
	struct buf text = { 0 };

	if (!(b->foreground > 0))
		return 0;
	for (size_t k = 0; k < t->survey.targets; k++) {
		threshold[k] = t->survey.target[k].threshold;
		if (k)
			buf_printf(&text, ", in channel %zu", k);
		buf_printf(&text, " above %.4g", threshold[k]);
	}
	if (batch_find_foreground(t->batch, threshold, t->pool, err) < 0) {
		buf_release(&text);
		return -1;
	}
	messages_info(&t->messages,
		      "foreground: normalised targets%s (Otsu), %.3g %% of the "
		      "train pixels; %.3g %% of the first %zu patches are "
		      "placed on it",
		      buf_text(&text), 100 * batch_foreground(t->batch),
		      100 * (double)batch_on_foreground(t->batch, n) /
			      (double)n,
		      n);
	buf_release(&text);
	return 0;
}

/* Check that there is enough memory, by the sizes that the files state.  Only
 * then read every image once and keep as many decoded as there is room for. */
static int open_images(struct train *t, const struct manifest *p,
		       struct err *err)
{
	t->cache = cache_new();
	if (!(t->batch = batch_new(p, t->cache, &t->o.batch, err)) ||
	    set_lengths(&t->o, batch_epoch(t->batch), err) < 0 ||
	    plan_fits(t, err) < 0 ||
	    samples_open(&t->val, t->cache, p, t->o.val_split, t->o.unet.volume,
			 err) < 0 ||
	    check_val(t, p, err) < 0)
		return -1;
	if (t->o.schedule.kind == SCHEDULE_PLATEAU && !t->val.n)
		return err_usage(err,
				 "--schedule=plateau needs rows to validate "
				 "on: no row has split '%s'",
				 t->o.val_split);
	t->room = plan_room(t);
	cache_room(t->cache, t->room);
	if (samples_check(batch_samples(t->batch), t->pool, err) < 0 ||
	    samples_check(&t->val, t->pool, err) < 0 ||
	    survey_run(&t->survey, batch_samples(t->batch), &t->val, &t->o.loss,
		       t->o.batch.foreground > 0, t->pool, err) < 0)
		return -1;
	for (size_t k = 0; k < p->channels[SOURCE]; k++)
		batch_set_sources(
			t->batch, k, t->survey.target->base.mean_x[k],
			sqrt(baseline_variance(&t->survey.target->base, k)));
	return find_foreground(t, err) < 0 ? -1 : plan_fits(t, err);
}

/* Adds the sources of S, and those of PART of the training before. */
static void add_seen(struct trained_seen *to, const struct samples *s,
		     const struct train *t, int part)
{
	uint64_t *list = mem_zero(s->n + 1, sizeof(*list));

	for (size_t i = 0; i < s->n; i++)
		list[i] = trained_seen_begin(&s->list[i].values[SOURCE]);
	trained_seen_add(to, list, s->n);
	trained_seen_add(to, t->before.seen[part].list, t->before.seen[part].n);
	to->left_out |= t->before.seen[part].left_out;
	free(list);
}

/* Returns the pitch of the files of S, if those that say it agree on it. */
static struct pixel_pitch pitch_of_files(const struct samples *s)
{
	struct pixel_pitch pitch = { 0, 0 };

	for (size_t i = 0; i < s->n; i++) {
		struct pixel_pitch is = cache_pitch(s->cache,
						    s->list[i].image[SOURCE]);

		if (!pixel_size_known(&pitch))
			pitch = is;
		else if (pixel_size_known(&is) &&
			 pixel_size_differ(&is, &pitch))
			return (struct pixel_pitch){ 0, 0 };
	}
	return pitch;
}

/* The metadata of the weights files. */
static void describe(struct train *t, const struct manifest *p)
{
	char ema[NUM_MAX];
	struct trained about = {
		.ema = mem_str(t->o.ema > 0 ? num_exact(ema, t->o.ema) : NULL),
		.train_split = mem_str(t->o.batch.split),
		.val_split = mem_str(t->o.val_split),
		.seen_known = 1,
		.before_unknown = t->o.init && !trained_knows_all(&t->before),
	};

	memcpy(about.sources, t->survey.exposure, sizeof about.sources);
	add_seen(&about.seen[TRAINED_TRAIN], batch_samples(t->batch), t,
		 TRAINED_TRAIN);
	add_seen(&about.seen[TRAINED_VAL], &t->val, t, TRAINED_VAL);
	about.source_pitch = pitch_of_files(batch_samples(t->batch));
	samples_names(batch_samples(t->batch), &t->val, about.channels,
		      &t->messages);
	trained_norms(&about, p, t->o.batch.split);
	if (t->o.init)
		model_compare_init(&t->before, &about, &t->messages);
	trained_write(&about, &t->about);
	trained_release(&about);
}

static void take_digests(struct digest (*to)[SIDES], const struct samples *s)
{
	for (size_t i = 0; i < s->n; i++)
		memcpy(to[s->list[i].pair - s->pairs->list], s->list[i].values,
		       sizeof(*to));
}

static int is_allowed(const struct train *t, const char *check)
{
	return t->o.allow && strs_has(t->o.allow, check);
}

/* If an image is in train and in val, the best weights are those that remember
 * it best.  BY says who is or was trained on it.  The checks have the names
 * that xp-pairs --check gives them. */
static int report_shared(struct train *t, const struct split_leak *shared,
			 const char *by, struct err *err)
{
	const struct split_leak_count *image = &shared->side[SOURCE];
	const struct split_leak_count *group = &shared->group;

	if (!image->rows)
		image = &shared->side[TARGET];
	if (image->rows && !is_allowed(t, "C8"))
		return err_no(err,
			      "C8: %zu of %zu rows of split '%s' have an "
			      "image that %s trained on, such as row "
			      "'%s' (the train row is '%s'): split again with "
			      "xp-pairs, or accept this with --allow=C8",
			      image->rows, shared->scored, t->o.val_split, by,
			      image->first->id, image->trained->id);
	if (group->rows > image->rows && !is_allowed(t, "C9"))
		messages_warn(&t->messages,
			      "C9: %zu of %zu rows of split '%s' are in a "
			      "group that %s trained on, such as row "
			      "'%s' (group '%s'); val losses are too good: "
			      "split by group with xp-pairs, or accept this "
			      "with --allow=C9",
			      group->rows, shared->scored, t->o.val_split, by,
			      group->first->id, group->first->group);
	return 0;
}

/* Check the rows that the initial weights were trained on. */
static int check_earlier(struct train *t, const struct split_leak_rows *val,
			 struct err *err)
{
	const struct earlier_list *e = t->o.earlier;
	int rc = 0;

	for (size_t i = 0; e && i < e->n && !rc; i++) {
		char *by = mem_printf("run %s, from whose weights this one "
				      "starts (--init), was",
				      e->list[i].run);
		struct split_leak shared;

		earlier_leak(&shared, &e->list[i], val);
		rc = report_shared(t, &shared, by, err);
		free(by);
	}
	return rc;
}

/* Checks the images to validate on by what the file of the initial weights
 * says, which may be a copy that no record knows. */
static int check_before(struct train *t, struct err *err)
{
	const struct sample_pair *first = NULL;
	size_t n = 0;

	for (size_t i = 0; i < t->val.n; i++)
		if (trained_seen_has(&t->before.seen[TRAINED_TRAIN],
				     &t->val.list[i].values[SOURCE]) &&
		    !n++)
			first = &t->val.list[i];
	if (n && !is_allowed(t, "C8"))
		return err_no(err,
			      "C8: %zu of %zu rows of split '%s' have an image "
			      "that the weights of --init were trained on, as "
			      "their file says, such as row '%s': split again "
			      "with xp-pairs, or accept this with --allow=C8",
			      n, t->val.n, t->o.val_split, first->pair->id);
	if (t->o.earlier_unknown && !trained_knows_all(&t->before))
		messages_warn(&t->messages, "%s", t->o.earlier_unknown);
	return 0;
}

static int check_split(struct train *t, const struct manifest *p,
		       struct err *err)
{
	struct digest(*pixels)[SIDES] = mem_zero(p->n, sizeof(*pixels));
	struct split_leak_rows train = { p, t->o.batch.split, pixels, NULL };
	struct split_leak_rows val = { p, t->o.val_split, pixels, NULL };
	struct split_leak shared;
	int rc = 0;

	take_digests(pixels, batch_samples(t->batch));
	take_digests(pixels, &t->val);
	if (t->val.n == 1)
		messages_info(&t->messages,
			      "1 image to validate on: the best weights are "
			      "those that suit it, and its loss says little of "
			      "others; give val more with xp-pairs");
	if (t->val.n) {
		split_leak_find(&shared, &train, &val, 1);
		rc = report_shared(t, &shared, "is also", err);
		if (!rc)
			rc = check_earlier(t, &val, err);
	}
	free(pixels);
	return rc;
}

/* Without rows to validate on, training goes on.  But if the user gave the
 * label of the split, it is a mistake. */
static int need_val(const struct train_options *o, const struct manifest *p,
		    struct err *err)
{
	if (!strcmp(o->val_split, "val") || !strcmp(o->val_split, "none"))
		return 0;
	return manifest_need_split(p, o->val_split, err);
}

static int fill(struct train *t, const struct manifest *p, struct err *err)
{
	size_t size;
	const char *const used[] = { t->o.batch.split, t->o.val_split };

	split_unused_report(p, used, 2, "neither trained nor validated on",
			    &t->messages);
	slip_report(p, &t->messages);
	if (check(&t->o, err) < 0 || need_val(&t->o, p, err) < 0 ||
	    open_images(t, p, err) < 0 || check_split(t, p, err) < 0 ||
	    !(t->net = net_new(&t->o.unet, t->pool, err)) ||
	    start_weights(t, err) < 0 || check_before(t, err) < 0)
		return -1;
	net_precise(t->net, t->o.precise);
	size = net_size(t->net);
	optimiser_init(&t->optimiser, &t->o.optimiser, size, t->pool);
	t->grad = mem_floats(size);
	if (crop_middle_len(&t->o))
		t->middle = mem_floats(crop_middle_len(&t->o));
	t->best = mem_floats(size);
	memset(t->best, 0, size * sizeof *t->best);
	if (t->o.ema > 0) {
		t->average = mem_floats(size);
		memcpy(t->average, net_weights(t->net),
		       size * sizeof *t->average);
	}
	t->setting = setting_of(&t->o);
	t->data = data_of(t);
	describe(t, p);
	return 0;
}

struct train *setup_training(const struct train_options *o,
			     const struct manifest *p, struct thread_pool *pool,
			     struct err *err)
{
	struct train *t = mem_zero(1, sizeof *t);

	t->o = *o;
	for (enum side side = SOURCE; side <= TARGET; side++)
		t->o.batch.channels[side] = p->channels[side];
	t->o.unet.in_channels = (int64_t)p->channels[SOURCE];
	t->o.unet.out_channels = (int64_t)p->channels[TARGET];
	if (o->batch.only) { /* whether they are learnt says the end */
		t->o.val_split = "none";
		t->o.checks = 0;
	}
	t->pool = pool;
	t->normalised = p->normalised;
	t->found.allow = o->allow;
	if (fill(t, p, err) == 0)
		return t;
	setup_free(t);
	return NULL;
}

void setup_free(struct train *t)
{
	if (!t)
		return;
	prefetch_free(t->feed);
	batch_free(t->batch);
	samples_release(&t->val);
	cache_free(t->cache);
	net_free(t->net);
	optimiser_release(&t->optimiser);
	metrics_log_release(&t->curve);
	step_print_release(&t->prints);
	weights_release(&t->about);
	trained_release(&t->before);
	messages_release(&t->messages);
	finding_release(&t->found);
	free(t->grad);
	free(t->middle);
	free(t->best);
	free(t->average);
	free(t->setting);
	free(t->data);
	free(t);
}

int setup_go_on(const char *dir, const char *more, struct strs *args,
		struct strs *files, struct err *err)
{
	static const char *const names[] = { CHECKPOINT_STATE, TRAIN_CURVE,
					     TRAIN_PRINTS, TRAIN_CHECKS };
	struct checkpoint_end e = { 0 };
	int64_t n;

	if (checkpoint_end_read(&e, dir, err) < 0)
		return -1;
	if (num_int(&n, more) == 0 && n > 0 && (uint64_t)n <= e.steps)
		return err_usage(err,
				 "it has done %" PRIu64 " steps: --steps says "
				 "how many in all",
				 e.steps);
	/* What depended on the number of steps stays as it was. */
	strs_add(args, "--epochs=0");
	strs_take(args, mem_printf("--val-every=%" PRIu64, e.val_every));
	strs_take(args, mem_printf("--log-every=%" PRIu64, e.log_every));
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		strs_add(files, names[i]);
	return 0;
}
