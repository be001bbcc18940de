/*
 * xp-train.c - train the UNet on pairs of images.
 */
#include <string.h>

#include "app/progress.h"
#include "app/stop.h"
#include "app/tool.h"
#include "base/clock.h"
#include "fit/engine.h"
#include "fit/plan.h"
#include "fit/setup.h"
#include "fit/train.h"

static const char *loss = "mse", *padding = "same", *val_split = "val", *init,
		  *train_split = "train", *weights, *metrics, *resume, *cache;
static const char *const paddings[] = { "same", "valid", NULL };
static int64_t depth = 4, num_fmaps = 32, inc = 2, factor = 2, kernel = 3,
	       ndim = 2, patch = 256, slices = 16, batch = 4, steps = 1000,
	       epochs, seed, threads, val_every, log_every, checkpoint_every;
static double lr = 1e-3;
static int flip = 1, turn = 1, precise, dry_run, print_engine;

static const struct opt opts[] = {
	OPT_SECTION("Network"),
	OPT_INT("depth", &depth, "N", "levels", .low = 1, .high = 16),
	OPT_INT("num-fmaps", &num_fmaps, "N",
		"feature maps of the first "
		"level",
		.low = 1, .high = 65536),
	OPT_INT("fmap-inc-factor", &inc, "N", "times as many a level down",
		.low = 1, .high = 16),
	OPT_INT("downsample-factor", &factor, "N",
		"times smaller a level "
		"down",
		.low = 2, .high = 16),
	OPT_INT("kernel-size", &kernel, "N", "pixels a side of a convolution",
		.low = 1, .high = 11),
	OPT_CHOICE("padding", &padding, paddings, "zeros around maps or none"),
	OPT_INT("ndim", &ndim, "N", "2: plane, 3: stack", .low = 2, .high = 3),
	OPT_STR("init", &init, "FILE", "first weights", .flags = OPT_FILE),
	OPT_SECTION("Training"),
	OPT_INT("patch", &patch, "PIXELS", "side of the patches", .low = 1,
		.high = 65536),
	OPT_INT("slices", &slices, "N", "slices of the patches, with --ndim=3",
		.low = 1, .high = 65536),
	OPT_INT("batch", &batch, "N", "patches/step", .low = 1, .high = 65536),
	OPT_INT("steps", &steps, "N", "to train", .low = 1, .high = 1e15),
	OPT_INT("epochs", &epochs, "N",
		"epochs to train, instead of steps; "
		"one is as many patches as cover the images once",
		.low = 0, .high = 1e12),
	OPT_CHOICE("loss", &loss, loss_names, "what is made small"),
	OPT_REAL("lr", &lr, "RATE", "learning rate of Adam", .low = 1e-12,
		 .high = 1e3),
	OPT_INT("seed", &seed, "N", "of first weights and patches"),
	OPT_FLAG("flip", &flip, "mirror patches at random"),
	OPT_FLAG("turn", &turn, "turn patches by quarters at random"),
	OPT_FLAG("precise", &precise, "direct convolutions: slower, exacter"),
	OPT_STR("train-split", &train_split, "LABEL", "rows to train on"),
	OPT_STR("val-split", &val_split, "LABEL", "rows that pick the best"),
	OPT_SECTION("While it trains"),
	OPT_INT("val-every", &val_every, "STEPS",
		"between validations; 0: a "
		"twentieth, at most 1000",
		.low = 0, .high = 1e15),
	OPT_INT("log-every", &log_every, "STEPS",
		"between rows of training "
		"loss; 0: a hundredth, at most 100",
		.low = 0, .high = 1e15),
	OPT_INT("checkpoint-every", &checkpoint_every, "STEPS",
		"between "
		"checkpoints; 0: as --val-every",
		.flags = OPT_FREE, .low = 0, .high = 1e15),
	OPT_INT("threads", &threads, "N", "threads; 0: one a processor",
		.letter = 'j', .flags = OPT_FREE, .low = 0, .high = 1024),
	OPT_STR("cache", &cache, "BYTES",
		"of images to keep decoded, "
		"as in 800M; without: all, if they fit",
		.flags = OPT_FREE),
	OPT_STR("resume", &resume, "RUN",
		"go on with a run that was stopped "
		"or killed",
		.flags = OPT_ALIVE),
	OPT_FLAG("dry-run", &dry_run, "print the plan", .flags = OPT_ALIVE),
	OPT_FLAG("print-engine", &print_engine,
		 "print each convolution's "
		 "kernel, how fast it is on one thread, and end",
		 .flags = OPT_ALIVE),
	OPT_SECTION("Output"),
	OPT_STR("weights", &weights, "FILE", "best weights", .flags = OPT_FREE),
	OPT_STR("metrics", &metrics, "FILE", "all losses", .flags = OPT_FREE),
	OPT_END
};

static int stop(void *arg)
{
	(void)arg;
	return stop_asked();
}

static void on_step(void *arg, const struct train *t)
{
	struct progress *p = arg;
	uint64_t done = t->state.step - t->resumed;
	double past = clock_seconds() - p->start;

	p->total = t->o.steps - t->resumed;
	progress_show(p, done, "loss %.4g  %.1f images/s  %.1f %% waiting",
		      train_loss(t),
		      (double)done * (double)t->o.batch.batch / past,
		      100 * train_waiting(t));
}

static void on_tell(void *arg, struct messages *m)
{
	struct progress *p = arg;

	progress_end(p);
	ctx_messages(p->ctx, m);
}

/* Better now than after hours. */
static int check_output(const char *path, struct err *err)
{
	if (path && !strcmp(path, "-"))
		return err_usage(err, "stdout is for the run's id: name a "
				      "file for weights and metrics");
	return path ? out_try(path, err) : 0;
}

static int check_outputs(const struct ctx *ctx, struct err *err)
{
	if (!ctx->run_dir && !weights && !dry_run)
		return err_usage(err, "with --no-log the weights would be "
				      "lost: say where with --weights=FILE");
	return check_output(weights, err) < 0 ? -1 : check_output(metrics, err);
}

static struct train_options options(const struct ctx *ctx)
{
	return (struct train_options){
		.unet = { depth, 1, 1, num_fmaps, inc, factor, kernel,
			  !strcmp(padding, "valid"), ndim == 3 },
		.batch = { train_split, (size_t)patch, (size_t)batch,
			   (uint64_t)seed, flip, turn,
			   ndim == 3 ? (size_t)slices : 0 },
		.val_split = val_split,
		.loss = loss_find(loss),
		.lr = lr,
		.steps = epochs ? 0 : (uint64_t)steps,
		.dir = ctx->run_dir,
		.epochs = (uint64_t)epochs,
		.precise = precise,
		.init = init,
		.val_every = (uint64_t)val_every,
		.log_every = (uint64_t)log_every,
		.save_every = (uint64_t)checkpoint_every,
		.cache = cache,
	};
}

static int go(struct ctx *ctx, struct train *t, struct err *err)
{
	struct progress p;
	struct train_calls calls = { &p, stop, on_step, on_tell };
	int rc;

	if (dry_run) {
		plan_table(t, ctx->out);
		return 0;
	}
	stop_catch();
	progress_start(&p, ctx, t->o.steps);
	rc = train_run(t, &calls, err);
	progress_end(&p);
	if (rc < 0)
		return -1;
	if (rc) {
		if (ctx->run_id)
			ctx_say(ctx, "to go on: xp-train --resume %s",
				ctx->run_id);
		return stop_fail(err);
	}
	if (ctx->run_id)
		out_printf(ctx->out, "%s\n", ctx->run_id);
	return train_write(t, weights, metrics, err);
}

static int run(struct ctx *ctx, int argc, char **argv, struct err *err)
{
	struct train_options o = options(ctx);
	struct manifest pairs = { 0 };
	struct thread_pool *pool;
	struct train *t;
	int rc = -1;

	if (argc > 1)
		return err_usage(err, "want one manifest, not %d", argc);
	if (print_engine)
		return engine_table(&o, ctx->out, err);
	if (manifest_read(&pairs, argc ? argv[0] : "-", err) < 0)
		return -1;
	pool = thread_pool_new(threads ? (int)threads :
					 thread_pool_processors());
	t = manifest_expect(&pairs, err) ?
		    NULL :
		    setup_training(&o, &pairs, pool, err);
	if (t && check_outputs(ctx, err) == 0)
		rc = go(ctx, t, err);
	setup_free(t);
	thread_pool_free(pool);
	manifest_release(&pairs);
	return rc;
}

const struct tool tool = {
	.name = "xp-train",
	.about = "train a UNet to turn source images into target images",
	.usage = "[OPTION]... [MANIFEST]",
	.notes = "Same settings, same images: same weights and metrics, byte "
		 "for byte, whatever the number of threads and however often "
		 "it was stopped and resumed.\n\nXP_CPU=avx512, avx2, neon "
		 "or base in the environment asks for these kernels.",
	.example = "xp-train --steps=2000 norm.tsv\n"
		   "xp-train --epochs=20 --weights=best.safetensors norm.tsv\n"
		   "xp-train --resume @1",
	.opts = opts,
	.run = run,
	.engine = engine_recipe,
};
