/*
 * xp-train.c - trains the UNet on pairs of images.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/detach.h"
#include "app/progress.h"
#include "app/stop.h"
#include "app/tool.h"
#include "augment/augment.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/num.h"
#include "ranks/ranks.h"
#include "export/tensorboard_train.h"
#include "file/path.h"
#include "image/image.h"
#include "loss/loss.h"
#include "nn/engine.h"
#include "reuse/initial_weights.h"
#include "train/checks.h"
#include "train/helpers.h"
#include "train/plan.h"
#include "train/preview.h"
#include "train/setup.h"
#include "train/train.h"

static const char *loss = "mse", *padding = "same", *val_split = "val", *init,
		  *train_split = "train", *weights, *metrics, *resume, *cache,
		  *time_limit, *tensorboard, *augment, *preview;
static const char *upsample_mode = "nearest", *activation = "none";
static int64_t depth = 4, num_fmaps = 32, inc = 2, factor = 2, kernel = 3,
	       ndim = 2, patch = 256, slices = 16, batch = 4, steps = 1000,
	       epochs, seed, threads, val_every, log_every, checkpoint_every,
	       patience, accumulate = 1;
static double lr = 1e-3, foreground = 1, share, momentum = 0.9, decay, clip,
	      lr_end, lr_factor = 0.5, ema;
static const char *optimiser = "adam", *schedule = "constant";
static int64_t overfit, warmup, lr_every, lr_patience = 5;
static int flip = 1, turn = 1, checks = 1, precise, keep_going, dry_run,
	   find_lr, print_engine;
static struct strs allow, allowed; /* as given; one check each */

static const struct opt opts[] = {
	OPT_SECTION("Network"),
	OPT_INT("depth", &depth, "N", "levels of the UNet", .low = 1,
		.high = 16),
	OPT_INT("num-fmaps", &num_fmaps, "N", "feature maps of the first level",
		.low = 1, .high = 65536),
	OPT_INT("fmap-inc-factor", &inc, "N",
		"factor by which the number of feature maps grows from level "
		"to level",
		.excludes = "depth=1", .low = 1, .high = 16),
	OPT_INT("downsample-factor", &factor, "N",
		"factor by which the sides of the maps shrink from level to "
		"level",
		.excludes = "depth=1", .low = 2, .high = 16),
	OPT_INT("kernel-size", &kernel, "N",
		"side of the convolution kernels in pixels", .low = 1,
		.high = 11),
	OPT_CHOICE("padding", &padding, unet_paddings,
		   "pad maps with zeros (same) or not (valid)"),
	OPT_CHOICE("upsample-mode", &upsample_mode, unet_upsample_modes,
		   "repeat pixels or interpolate (with --ndim=3: trilinear)",
		   .flags = OPT_ADDED, .excludes = "depth=1"),
	OPT_CHOICE("final-activation", &activation, activation_names,
		   "function at the end, which limits normalised predictions "
		   "to 0 to 1 (sigmoid), -1 to 1 (tanh), or 0 and more",
		   .flags = OPT_ADDED),
	OPT_INT("ndim", &ndim, "N", "2: train on planes, 3: on stacks",
		.low = 2, .high = 3),
	OPT_STR("init", &init, "FILE",
		"weights to start from, instead of random ones; also the "
		"state_dict of a UNet as PyTorch saves it",
		.flags = OPT_FILE),
	OPT_SECTION("Training"),
	OPT_INT("patch", &patch, "PIXELS", "side of a patch in pixels",
		.low = 1, .high = 65536),
	OPT_INT("slices", &slices, "N", "slices of a patch, with --ndim=3",
		.needs = "ndim=3", .low = 1, .high = 65536),
	OPT_INT("batch", &batch, "N", "patches in a training step", .low = 1,
		.high = 65536),
	OPT_INT("steps", &steps, "N", "number of training steps",
		.flags = OPT_MORE, .low = 1, .high = 1e15),
	OPT_INT("epochs", &epochs, "N",
		"number of epochs, instead of steps; an epoch is as many "
		"patches as it takes to cover the train images once",
		.excludes = "steps", .low = 0, .high = 1e12),
	OPT_STR("loss", &loss, "LOSS",
		"loss to minimise (below): one, or a weighted sum such as "
		"'mse+0.1*ssim'"),
	OPT_REAL("foreground-weight", &foreground, "X",
		 "count pixels of the foreground X times in mse, l1 and huber; "
		 "foreground are the pixels whose target is above Otsu's "
		 "threshold of the train targets",
		 .flags = OPT_ADDED, .low = 1e-3, .high = 1e4),
	OPT_REAL("foreground-share", &share, "X",
		 "place this share of the patches on foreground, as above, "
		 "such as 0.33; the others are anywhere",
		 .flags = OPT_ADDED, .low = 0, .high = 1),
	OPT_REAL("lr", &lr, "RATE", "learning rate", .low = 1e-12, .high = 1e3),
	OPT_CHOICE("optimiser", &optimiser, optimiser_names,
		   "how gradients become updates (adamw is adam with "
		   "--weight-decay)",
		   .flags = OPT_ADDED),
	OPT_REAL("momentum", &momentum, "X", "momentum of sgd",
		 .flags = OPT_ADDED, .needs = "optimiser=sgd", .low = 0,
		 .high = 0.9999),
	OPT_REAL("weight-decay", &decay, "X",
		 "decay of the weights, with adamw and sgd", .flags = OPT_ADDED,
		 .needs = "optimiser=adamw|sgd", .low = 0, .high = 10),
	OPT_REAL("clip-gradient", &clip, "LENGTH",
		 "shorten gradients that are longer than this; 0: never",
		 .flags = OPT_ADDED, .low = 0, .high = 1e9),
	OPT_CHOICE("schedule", &schedule, schedule_names,
		   "how the learning rate changes", .flags = OPT_ADDED),
	OPT_INT("warmup", &warmup, "STEPS",
		"steps in which the learning rate rises to --lr",
		.flags = OPT_ADDED, .low = 0, .high = 1e15),
	OPT_REAL("lr-end", &lr_end, "RATE",
		 "lowest learning rate: where cosine ends", .flags = OPT_ADDED,
		 .excludes = "schedule=constant", .low = 0, .high = 1e3),
	OPT_INT("lr-every", &lr_every, "STEPS",
		"steps after which step multiplies the learning rate",
		.flags = OPT_ADDED, .needs = "schedule=step", .low = 0,
		.high = 1e15),
	OPT_REAL("lr-factor", &lr_factor, "X",
		 "what step and plateau multiply the learning rate by",
		 .flags = OPT_ADDED, .needs = "schedule=step|plateau",
		 .low = 1e-6, .high = 0.9999),
	OPT_INT("lr-patience", &lr_patience, "N",
		"plateau waits for N validations without a better loss, and "
		"multiplies at the next",
		.flags = OPT_ADDED, .needs = "schedule=plateau", .low = 0,
		.high = 1e12),
	OPT_REAL("ema", &ema, "DECAY",
		 "validate and keep the exponential moving average of the "
		 "weights, such as 0.999; 0: the weights themselves",
		 .flags = OPT_ADDED, .low = 0, .high = 0.999999),
	OPT_INT("accumulate", &accumulate, "N",
		"batches in a training step: the same bytes as a batch of N "
		"times the size, in less memory",
		.flags = OPT_ADDED, .low = 1, .high = 65536),
	OPT_INT("seed", &seed, "N", "seed for initial weights and patches"),
	OPT_FLAG("flip", &flip, "flip patches randomly"),
	OPT_FLAG("turn", &turn, "rotate patches randomly by quarter turns"),
	OPT_STR("augment", &augment, "LIST",
		"change patches randomly (below): names with commas between, "
		"such as 'rotate,noise:0.2@0.5', where noise has the number "
		"0.2 and is applied to a share of 0.5 of the patches; or all, "
		"or none",
		.flags = OPT_ADDED),
	OPT_FLAG("precise", &precise,
		 "direct convolutions only: slower, more accurate"),
	OPT_STR("train-split", &train_split, "LABEL", "rows to train on"),
	OPT_STR("val-split", &val_split, "LABEL",
		"rows to validate on, which choose the best weights; none: no "
		"validation"),
	OPT_FLAG("checks", &checks,
		 "run the checks C7 and C11 to C20 (below) before the first "
		 "step "
		 "and at validations"),
	OPT_LIST("allow", &allow, "CHECK[,CHECK]...",
		 "train even if this check fails: C7, C8 (an image is in train "
		 "and val), C9 (a group is in both), C11 to C20"),
	OPT_SECTION("While training"),
	OPT_INT("val-every", &val_every, "STEPS",
		"steps between validations; 0: a twentieth of all, at most "
		"1000",
		.low = 0, .high = 1e15),
	OPT_INT("log-every", &log_every, "STEPS",
		"steps between rows of training loss; 0: a hundredth of all, "
		"at most 100",
		.low = 0, .high = 1e15),
	OPT_INT("checkpoint-every", &checkpoint_every, "STEPS",
		"steps between checkpoints; 0: as --val-every",
		.flags = OPT_FREE, .excludes = "log=no", .low = 0,
		.high = 1e15),
	OPT_INT("patience", &patience, "N",
		"end after N validations in a row without a better loss; 0: "
		"never",
		.excludes = "val-split=none", .low = 0, .high = 1e12),
	OPT_FLAG("keep-going", &keep_going,
		 "go on training even if the loss is not finite or far too "
		 "high, or if the network gets no gradients"),
	OPT_STR("time-limit", &time_limit, "TIME",
		"write a checkpoint and end after TIME, such as 8h or 1h30m; "
		"--resume continues from there",
		.flags = OPT_FREE),
	OPT_INT("threads", &threads, "N",
		"number of threads; 0: one for each processor", .letter = 'j',
		.flags = OPT_FREE, .low = 0, .high = 1024),
	OPT_STR("cache", &cache, "BYTES",
		"bytes of decoded images to keep in memory, such as 800M; "
		"default: all images, if they fit",
		.flags = OPT_FREE),
	OPT_STR("resume", &resume, "RUN",
		"resume a run; with --steps=N, train a finished one on, to "
		"N steps in all",
		.flags = OPT_ALIVE),
	OPT_INT("overfit", &overfit, "N",
		"train on the same N patches all the time, without checks and "
		"validation, and say whether the network can learn them by "
		"heart (exit code 1 if not)",
		.flags = OPT_ADDED, .excludes = "patience val-split", .low = 0,
		.high = 1e6),
	OPT_FLAG("find-lr", &find_lr,
		 "print losses with a growing learning rate, suggest a rate, "
		 "and end",
		 .flags = OPT_ALIVE, .excludes = "weights metrics tensorboard"),
	OPT_FLAG("dry-run", &dry_run,
		 "print how much work, memory and time training would take, "
		 "and end; the time is measured by some steps",
		 .flags = OPT_ALIVE, .excludes = "weights metrics tensorboard"),
	OPT_STR("preview", &preview, "FILE.png",
		"draw the first patches, as they are and as the network will "
		"see them, and end",
		.flags = OPT_ALIVE | OPT_OUTPUT,
		.excludes = "weights metrics tensorboard"),
	OPT_FLAG("print-engine", &print_engine,
		 "print the kernel of each convolution and its speed on one "
		 "thread, and end",
		 .flags = OPT_ALIVE,
		 .excludes = "preview find-lr dry-run weights metrics "
			     "tensorboard"),
	OPT_SECTION("Output"),
	OPT_STR("weights", &weights, "FILE", "write the best weights to FILE",
		.flags = OPT_FREE | OPT_OUTPUT),
	OPT_STR("metrics", &metrics, "FILE",
		"write the table of losses to FILE",
		.flags = OPT_FREE | OPT_OUTPUT),
	OPT_STR("tensorboard", &tensorboard, "DIR",
		"write an event file for TensorBoard to DIR/RUN while "
		"training: metrics and, at validations that are at least 50 "
		"steps apart, histograms of weights and gradients, and images",
		.flags = OPT_FREE | OPT_OUTPUT_DIR),
	OPT_END
};

static int term(size_t i, const char **name, const char **about)
{
	static int (*const lists[])(size_t, const char **,
				    const char **) = { loss_term, augment_term,
						       checks_term };

	for (size_t k = 0; k < sizeof(lists) / sizeof(*lists); k++) {
		size_t n = 0;

		if (lists[k](i, name, about))
			return 1;
		while (lists[k](n, name, about))
			n++;
		i -= n;
	}
	return 0;
}

/* Processes that share the training, and in rank 0 the others; NULL: none. */
static const struct ranks *ranks;
static struct helpers helpers;

static int begin(struct ctx *ctx, struct err *err)
{
	int rc = ranks_begin(&ranks, err);

	ctx->processes = ranks ? ranks->size : 1;
	if (rc || !ranks || !ranks->rank)
		return rc;
	stop_ignore(); /* rank 0 decides when to end */
	helpers_serve(ranks);
	return 1;
}

static void end(void)
{
	if (ranks && !ranks->rank)
		helpers_end(&helpers, ranks);
	ranks_end();
}

static double began, seconds; /* when the run began; its time limit, or 0 */

/* Returns how many options ask for a look, and for no training. */
static int looks(void)
{
	return dry_run + find_lr + (preview != NULL);
}

static int check_limit(const struct ctx *ctx, struct err *err)
{
	if (!time_limit)
		return 0;
	if (num_seconds(&seconds, time_limit) < 0)
		return err_usage(err,
				 "--time-limit: want a time such as 8h "
				 "or 1h30m, not '%s'",
				 time_limit);
	if (!ctx->run_dir && !looks())
		return err_usage(err, "--time-limit stops a run that can be "
				      "resumed, which needs its record: "
				      "leave out --no-log");
	return 0;
}

static int stop(void *arg)
{
	(void)arg;
	return stop_asked() ||
	       (seconds > 0 && clock_seconds() - began >= seconds);
}

static int save(void *arg)
{
	(void)arg;
	return stop_checkpoint_asked();
}

/* "; best val loss 0.0024, 0.12 of the mean's" */
static const char *best_so_far(char *to, size_t n, const struct train *t)
{
	double best = t->state.best_loss, mean = t->survey.mean_loss;

	*to = '\0';
	if (t->val.n && t->state.best_step && mean > 0)
		snprintf(to, n, "  best %s loss %.3g, %.2f of the mean's",
			 t->o.val_split, best, best / mean);
	return to;
}

static struct tensorboard_train board;

static int open_board(const struct ctx *ctx, struct err *err)
{
	struct json *settings;
	int rc;

	if (!tensorboard)
		return 0;
	settings = opt_settings(ctx->tool->opts, 1);
	rc = tensorboard_train_open(&board, tensorboard, ctx->run_id, settings,
				    ctx->resumed, err);
	json_free(settings);
	return rc;
}

/* No training ends for want of its event file. */
static void update_board(const struct ctx *ctx, const struct train *t,
			 const struct glimpses *g)
{
	struct err err;

	if (tensorboard_train_add(&board, t, g, &err) == 0)
		return;
	ctx_warn(ctx, "%s; training goes on without --tensorboard", err.text);
	board.open = 0;
}

static void end_board(const struct ctx *ctx, const struct train *t, int success)
{
	update_board(ctx, t, NULL);
	tensorboard_train_close(&board, success);
}

static void on_validated(void *arg, const struct train *t,
			 const struct glimpses *g)
{
	update_board(((const struct progress *)arg)->ctx, t, g);
}

static void on_ready(void *arg)
{
	const struct progress *p = arg;

	if (detach_log())
		ctx_say(p->ctx, "no fault was found: training goes on in the "
				"background");
	detach_ready(p->ctx);
}

static void on_step(void *arg, const struct train *t)
{
	struct progress *p = arg;
	uint64_t done = t->state.step - t->resumed;
	double past = clock_seconds() - p->start;
	char best[120];

	update_board(p->ctx, t, NULL);
	p->total = t->o.steps - t->resumed;
	p->left = train_left(t);
	progress_show(p, done, "loss %.4g%s  %.1f images/s  %.1f %% waiting",
		      train_loss(t), best_so_far(best, sizeof(best), t),
		      (double)(done * batch_patches(&t->o.batch)) / past,
		      100 * train_waiting(t));
}

static void on_tell(void *arg, struct messages *m)
{
	struct progress *p = arg;

	progress_end(p);
	ctx_messages(p->ctx, m);
}

static int check_outputs(const struct ctx *ctx, struct err *err)
{
	if (!ctx->run_dir && !weights && !looks())
		return err_usage(err,
				 "with --no-log the weights are kept nowhere: "
				 "name a file with --weights=FILE");
	if (!ctx->run_dir && tensorboard && !looks())
		return err_usage(err, "--tensorboard names its file by the "
				      "run's id; with --no-log there is none");
	/* before training, not after hours of it */
	if (weights && out_try(weights, err) < 0)
		return -1;
	return metrics ? out_try(metrics, err) : 0;
}

/* Returns the index of NAME, which is in the list. */
static int which(const char *const *list, const char *name)
{
	int i = 0;

	while (strcmp(list[i], name))
		i++;
	return i;
}

static struct train_options options(const struct ctx *ctx)
{
	return (struct train_options){
		.unet = { depth, 1, 1, num_fmaps, inc, factor, kernel, 0,
			  ndim == 3, 0, 0 },
		.batch = { .split = train_split,
			   .patch = (size_t)patch,
			   .batch = (size_t)batch,
			   .seed = (uint64_t)seed,
			   .flip = flip,
			   .turn = turn,
			   .slices = ndim == 3 ? (size_t)slices : 0,
			   .parts = (size_t)accumulate,
			   .only = (size_t)overfit },
		.val_split = val_split,
		.optimiser = { (enum optimiser_kind)which(optimiser_names,
							  optimiser),
			       lr, momentum, decay, clip },
		.schedule = { .kind = (enum schedule_kind)which(schedule_names,
								schedule),
			      .end = lr_end,
			      .factor = lr_factor,
			      .warmup = (uint64_t)warmup,
			      .every = (uint64_t)lr_every,
			      .patience = (uint64_t)lr_patience },
		.ema = ema,
		.steps = epochs ? 0 : (uint64_t)steps,
		.dir = ctx->run_dir,
		.epochs = (uint64_t)epochs,
		.precise = precise,
		.patience = (uint64_t)patience,
		.keep_going = keep_going,
		.allow = &allowed,
		.checks = checks,
		.val_every = (uint64_t)val_every,
		.log_every = (uint64_t)log_every,
		.save_every = (uint64_t)checkpoint_every,
		.cache = cache,
	};
}

/* The lines are commands, to be copied into another terminal. */
static void say_run(const struct ctx *ctx)
{
	int pid = (int)getpid();

	if (!ctx->run_id)
		return;
	ctx_say(ctx, "run %s", ctx->run_id);
	ctx_say(ctx, "to watch: tail -F '%s/%s'", ctx->run_dir,
		detach_log() ? "log" : TRAIN_CURVE);
	ctx_say(ctx,
		"to stop: kill %d; to write a checkpoint: kill -USR1 %d; to "
		"resume: xp-train --resume %s",
		pid, pid, ctx->run_id);
}

/* A state has weights already. */
static int find_init(struct ctx *ctx, struct train_options *o,
		     struct initial_weights *w, struct err *err)
{
	const char *past = ctx->resumed ? ctx->run_id : ctx->extends;
	char *path = mem_printf("%s/" CHECKPOINT_STATE,
				ctx->resumed ? ctx->run_dir : "");
	struct messages said = { 0 };
	int rc = 0;

	if (init && !(ctx->resumed && path_exists(path)))
		rc = initial_weights_find(w, init, past, &said, err);
	free(path);
	ctx_messages(ctx, &said);
	o->init = w->path;
	o->earlier = &w->earlier;
	o->earlier_unknown = w->unknown;
	return rc;
}

static int go(struct ctx *ctx, struct train *t, struct err *err)
{
	struct progress p;
	struct train_calls calls = { &p,      stop,	    save,   on_ready,
				     on_step, on_validated, on_tell };
	int rc;

	if (looks()) {
		rc = preview ? preview_write(t, preview, err) :
			       (dry_run ? plan_table : plan_rates)(t, ctx->out,
								   err);
		ctx_messages(ctx, &t->messages);
		return rc;
	}
	if (open_board(ctx, err) < 0)
		return -1;
	if (!tensorboard)
		calls.validated = NULL;
	stop_catch();
	say_run(ctx);
	progress_start(&p, ctx, t->o.steps);
	rc = train_run(t, &calls, err);
	progress_end(&p);
	end_board(ctx, t, rc == 0);
	if (rc < 0)
		return -1;
	if (rc && ctx->run_id)
		ctx_say(ctx, "to resume: xp-train --resume %s", ctx->run_id);
	if (rc && stop_asked())
		return stop_fail(err);
	if (ctx->run_id)
		out_printf(ctx->out, "%s\n", ctx->run_id);
	if (rc) { /* the time limit */
		ctx->unfinished = 1;
		return 0;
	}
	return train_write(t, weights, metrics, err);
}

/* Fails if an option was given that does nothing. */
static int check_idle(struct err *err)
{
	if (looks() > 1)
		return err_usage(err, "--dry-run, --find-lr and --preview: "
				      "give one of them");
	if (ranks && looks())
		return err_usage(err, "nothing is trained that processes could "
				      "share: leave out mpirun");
	return 0;
}

/* Those of the split are always made. */
static int read_allowed(const struct ctx *ctx, struct err *err)
{
	if (checks_read_allowed(&allowed, &allow, err) < 0)
		return -1;
	for (size_t i = 0; i < allowed.n && (!checks || overfit); i++)
		if (strcmp(allowed.at[i], "C8") && strcmp(allowed.at[i], "C9"))
			ctx_warn(ctx,
				 "--allow=%s does nothing: with %s that check "
				 "is not made",
				 allowed.at[i],
				 overfit ? "--overfit" : "--no-checks");
	return 0;
}

static int read_lists(struct train_options *o, struct err *err)
{
	if (unet_words(&o->unet, padding, upsample_mode, activation, err) < 0 ||
	    objective_read(&o->loss, loss, err) < 0)
		return -1;
	o->loss.foreground = foreground;
	o->batch.foreground = share;
	if (preview && (strlen(preview) < 5 ||
			strcmp(preview + strlen(preview) - 4, ".png")))
		return err_usage(err,
				 "--preview: want the name of a PNG file, such "
				 "as preview.png, not '%s'",
				 preview);
	return augment ? augment_read(&o->batch.augment, augment, err) : 0;
}

static int run(struct ctx *ctx, int argc, char **argv, struct err *err)
{
	struct train_options o = options(ctx);
	struct manifest pairs = { 0 };
	struct initial_weights start = { 0 };
	struct thread_pool *pool;
	struct train *t;
	int rc = -1;

	began = clock_seconds();
	ctx->dated = 1;
	if (argc > 1)
		return err_usage(err, "want one manifest, not %d", argc);
	if (read_lists(&o, err) < 0 || check_idle(err) < 0)
		return -1;
	if (print_engine)
		return engine_table(&o.unet, o.batch.patch, o.batch.slices,
				    o.precise, ctx->out, err);
	if (check_limit(ctx, err) < 0 || read_allowed(ctx, err) < 0)
		return -1;
	if (find_init(ctx, &o, &start, err) < 0 ||
	    manifest_read(&pairs, argc ? argv[0] : "-", err) < 0) {
		initial_weights_release(&start);
		return -1;
	}
	pool = thread_pool_new(helpers_threads(ranks, (int)threads));
	helpers_start(&helpers, ranks, &o, &pairs, (int)threads, pool);
	t = manifest_expect(&pairs, err) ?
		    NULL :
		    setup_training(&o, &pairs, pool, err);
	if (t && check_outputs(ctx, err) == 0)
		rc = go(ctx, t, err);
	setup_free(t);
	thread_pool_free(pool);
	manifest_release(&pairs);
	initial_weights_release(&start);
	strs_release(&allowed);
	return rc;
}

const struct tool tool = {
	.name = "xp-train",
	.about = "train a UNet to turn source images into target images",
	.usage = "[OPTION]... [MANIFEST]",
	.notes = "Equal settings and images give equal weights and metrics, "
		 "byte for byte, whatever the processor and the number of "
		 "threads, and however often training was stopped and "
		 "resumed.\n\n"
		 "Built with --with-mpi, mpirun -n N xp-train ... shares the "
		 "patches of each batch, and the images to validate on, among "
		 "N processes, with the same bytes; --threads are those of "
		 "each. The first of them records and prints; if one is "
		 "killed all end, and the run can be resumed with another "
		 "N.\n\n"
		 "XP_CPU=avx512, avx2, neon or base in the environment "
		 "chooses the kernels for that instruction set; only the speed "
		 "depends on it.",
	.example = "xp-train --steps=2000 norm.tsv\n"
		   "xp-train --epochs=20 --weights=best.safetensors norm.tsv\n"
		   "xp-train --resume @1",
	.opts = opts,
	.load = image_load,
	.run = run,
	.flags = TOOL_LONG,
	.go_on = setup_go_on,
	.begin = begin,
	.end = end,
	.terms_title = "Losses, augmentations and checks",
	.term = term,
};
