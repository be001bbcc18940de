/*
 * yeast.c - make a set of image pairs to try the tools on.
 *
 * Nothing in it depends on the size of the set: a pair's pixels come from
 * the seed, its position and its time alone.
 */
#include "file/file.h"
#include "file/path.h"
#include "yeast.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "app/progress.h"
#include "app/tool.h"
#include "base/mem.h"

static struct set set = {
	.to = "yeast",
	.positions = 12,
	.times = 2,
	.seed = 1,
	.electrons = 140,
	.read = 2.5,
	.drift = 1,
};
static const char *size = "256x256";
static int truth;
static struct strs faults;

static const struct opt opts[] = {
	OPT_STR("to", &set.to, "DIR", "directory for the images",
		.flags = OPT_FREE),
	OPT_INT("positions", &set.positions, "N", "fields of view", .low = 1,
		.high = 9999),
	OPT_INT("times", &set.times, "N", "images of each, while buds grow",
		.low = 1, .high = 999),
	OPT_STR("size", &size, "WxH", "pixels"),
	OPT_INT("seed", &set.seed, "N", "another seed, other images", .low = 0,
		.high = 0x1p53),
	OPT_REAL("electrons", &set.electrons, "N",
		 "fluorescence of a median "
		 "cell's middle: less is noisier",
		 .low = 1, .high = 10000),
	OPT_REAL("read-noise", &set.read, "N", "camera's own noise, electrons",
		 .low = 0, .high = 100),
	OPT_REAL("drift", &set.drift, "X",
		 "how much offset and gain of the "
		 "camera change from image to image",
		 .low = 0, .high = 100),
	OPT_LIST("fault", &faults, "NAME[:AMOUNT]", "put in a fault (below)"),
	OPT_FLAG("truth", &truth,
		 "write TRUE_*.tif, too: the target without "
		 "noise, float32"),
	OPT_END
};

static int parse_size(struct set *s, struct err *err)
{
	char *end;

	s->width = strtol(size, &end, 10);
	s->height = *end == 'x' ? strtol(end + 1, &end, 10) : 0;
	if (*end || s->width < 64 || s->height < 64 || s->width > 8192 ||
	    s->height > 8192)
		return err_usage(err,
				 "--size '%s': want WIDTHxHEIGHT, each "
				 "from 64 to 8192",
				 size);
	return 0;
}

static void name_shots(struct set *s)
{
	s->shots = (size_t)(s->positions * s->times);
	s->shot = mem_zero(s->shots, sizeof(*s->shot));
	for (size_t i = 0; i < s->shots; i++) {
		struct shot *shot = &s->shot[i];

		shot->position = i / (size_t)s->times + 1;
		shot->time = i % (size_t)s->times + 1;
		shot->from_source = shot->from_target = i;
		shot->id = mem_printf("Position%02d_time%02d",
				      (int)shot->position, (int)shot->time);
		shot->source = mem_printf("%s/BF_%s.tif", s->to, shot->id);
		shot->target = mem_printf("%s/YFP_%s.tif", s->to, shot->id);
	}
}

static void free_shots(struct set *s)
{
	for (size_t i = 0; i < s->shots; i++) {
		free(s->shot[i].id);
		free(s->shot[i].source);
		free(s->shot[i].target);
		buf_release(&s->shot[i].faults);
	}
	free(s->shot);
}

/* The camera warms up and the lamp ages over the times of a position;
 * every image is off by a little of its own. */
static struct camera camera_of(const struct set *s, const struct shot *shot,
			       int is_target)
{
	double late = (double)(shot->time - 1), a, b;
	struct camera c = { .electrons = 1600,
			    .background = 0,
			    .offset = 180,
			    .gain = 0.33,
			    .read = s->read };
	struct rng r;

	rng_init(&r, (uint64_t)s->seed,
		 is_target ? "yeast drift target" : "yeast drift source",
		 shot->position, shot->time);
	a = s->drift * rng_normal(&r);
	b = s->drift * rng_normal(&r);
	if (is_target) {
		c.electrons = s->electrons;
		c.background = 0.15 * s->electrons;
		c.offset = 230;
		c.gain = 0.8;
	}
	c.offset = fmin(fmax(c.offset + (is_target ? 2.5 : 15) * a +
				     s->drift * late,
			     0),
			1000);
	c.gain *= exp(fmin(fmax(0.06 * b - 0.02 * s->drift * late, -1.5), 1.5));
	return c;
}

static int cut_file(const char *path, double lose, struct err *err)
{
	struct buf b = { 0 };
	int rc = file_slurp(&b, path, (size_t)1 << 30, err);

	if (!rc)
		rc = out_write(path, b.data,
			       (size_t)((1 - lose) * (double)b.len), err);
	buf_release(&b);
	return rc;
}

static int write_picture(const char *path, const struct picture *p,
			 struct err *err)
{
	if (image_write(path, p->px, p->width, p->height, p->type, NULL, NULL,
			err) < 0)
		return -1;
	return p->lose > 0 ? cut_file(path, p->lose, err) : 0;
}

static int write_truth(const struct set *s, const struct shot *shot,
		       const float *px, struct err *err)
{
	char *path = mem_printf("%s/TRUE_%s.tif", s->to, shot->id);
	int rc = image_write(path, px, (size_t)s->width, (size_t)s->height,
			     PIXEL_F32, NULL, NULL, err);

	free(path);
	return rc;
}

struct score {
	double var_signal, noise;
	struct camera camera;
};

/* Draw and write one side of pair I. */
static int make_side(const struct set *s, size_t i, int is_target,
		     struct score *score, struct err *err)
{
	const struct shot *shot = &s->shot[i];
	const struct shot *from =
		&s->shot[is_target ? shot->from_target : shot->from_source];
	size_t n = (size_t)(s->width * s->height);
	struct picture p = { mem_floats(n), (size_t)s->width, (size_t)s->height,
			     PIXEL_U16, 0 };
	float *clean = is_target && truth ? mem_floats(n) : NULL;
	struct scene scene;
	struct rng r;
	int rc = 0;

	scene_make(&scene, p.width, p.height, (uint64_t)s->seed, from->position,
		   from->time);
	if (is_target)
		draw_fluorescence(&scene, p.px);
	else
		draw_bright_field(&scene, p.px);
	scene_release(&scene);
	score->camera = camera_of(s, from, is_target);
	rng_init(&r, (uint64_t)s->seed,
		 is_target ? "yeast noise target" : "yeast noise source",
		 from->position, from->time);
	camera_take(&score->camera, &r, p.px, n, clean, &score->var_signal,
		    &score->noise);
	fault_apply(shot, is_target, &p);
	if (clean)
		rc = write_truth(s, shot, clean, err);
	if (!rc)
		rc = write_picture(is_target ? shot->target : shot->source, &p,
				   err);
	free(clean);
	free(p.px);
	return rc;
}

static void add_row(struct tsv *t, const struct shot *shot,
		    const struct score *source, const struct score *target)
{
	size_t row = tsv_add_row(t);
	int c = 0;

	tsv_set(t, row, c++, shot->id);
	tsv_set_int(t, row, c++, (long long)shot->position);
	tsv_set_int(t, row, c++, (long long)shot->time);
	tsv_set(t, row, c++, shot->source);
	tsv_set(t, row, c++, shot->target);
	tsv_set_real(t, row, c++, sqrt(target->var_signal));
	tsv_set_real(t, row, c++, target->noise);
	tsv_set_real(t, row, c++,
		     sqrt(target->var_signal /
			  (target->var_signal + target->noise)));
	tsv_set_real(t, row, c++, target->camera.offset);
	tsv_set_real(t, row, c++, target->camera.gain);
	tsv_set_real(t, row, c++, source->camera.offset);
	tsv_set_real(t, row, c++, source->camera.gain);
	tsv_set(t, row, c++, buf_text(&shot->faults));
}

static int make_pairs(struct ctx *ctx, const struct set *s, struct tsv *t,
		      struct score *sum, struct err *err)
{
	struct progress progress;
	struct score source, target;
	int rc = 0;

	progress_start(&progress, ctx, s->shots);
	for (size_t i = 0; !rc && i < s->shots; i++) {
		rc = make_side(s, i, 0, &source, err);
		if (!rc)
			rc = make_side(s, i, 1, &target, err);
		if (rc)
			break;
		add_row(t, &s->shot[i], &source, &target);
		sum->var_signal += target.var_signal / (double)s->shots;
		sum->noise += target.noise / (double)s->shots;
		progress_show(&progress, i + 1, "pairs drawn");
	}
	progress_end(&progress);
	return rc;
}

static int run(struct ctx *ctx, int argc, char **argv, struct err *err)
{
	static const char *const column[] = {
		"id",	  "position",  "time",		"source",
		"target", "signal_sd", "noise_mse",	"ceiling_r",
		"offset", "gain",      "source_offset", "source_gain",
		"fault",
	};
	struct score sum = { 0 };
	struct tsv t = { 0 };
	int rc;

	if (argc)
		return err_usage(err, "unexpected operand '%s'", argv[0]);
	if (parse_size(&set, err) < 0)
		return -1;
	for (size_t i = 0; i < sizeof(column) / sizeof(*column); i++)
		tsv_add_column(&t, column[i]);
	name_shots(&set);
	rc = fault_plan(&set, &faults, err);
	if (!rc)
		rc = path_make_dirs(set.to, err);
	if (!rc)
		rc = make_pairs(ctx, &set, &t, &sum, err);
	if (!rc) {
		ctx_say(ctx,
			"%zu pairs in %s; the noise lets no network get "
			"above Pearson r %.4f or below MSE %.4g (NMSE %.4f)",
			set.shots, set.to,
			sqrt(sum.var_signal / (sum.var_signal + sum.noise)),
			sum.noise, sum.noise / (sum.var_signal + sum.noise));
		ctx_table(ctx, &t);
	}
	tsv_release(&t);
	free_shots(&set);
	return rc;
}

const struct tool tool = {
	.name = "yeast",
	.about = "draw pairs of yeast images: bright field and fluorescence",
	.usage = "[OPTION]...",
	.notes = "Budding yeast in the traps of a microfluidic chip, as 16-bit "
		 "images "
		 "that use a small part of their range. The same options make "
		 "the same "
		 "bytes.\n\n"
		 "The table says for each target how strong the signal is (its "
		 "standard "
		 "deviation, counts), the mean square of the noise, and the "
		 "Pearson r "
		 "between the target and itself without noise: no prediction "
		 "can be "
		 "expected to do better. They are those before any fault.\n\n"
		 "Cells that make more of the protein have stronger rings and "
		 "coarser "
		 "granules, so brightness can be learnt, but not by a linear "
		 "filter.",
	.example = "yeast --to raw --positions 12 --times 2 > raw.tsv\n"
		   "yeast --to bad --fault swap --fault nan:3 > bad.tsv",
	.opts = opts,
	.run = run,
	.flags = TOOL_UNRECORDED | TOOL_TABLE,
};
