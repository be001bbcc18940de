/*
 * tensorboard_train.c - see tensorboard_train.h.
 */
#include "export/tensorboard_train.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/mem.h"
#include "export/histogram.h"
#include "picture/panel.h"
#include "picture/png.h"

enum {
	GAP = 4,    /* white pixels between images */
	STEPS = 50, /* the fewest from some histograms and images to the next */
	SLOWER = 20 /* counting takes so many times as long as hashing */
};

int tensorboard_train_open(struct tensorboard_train *b, const char *dir,
			   const char *id, const struct json *settings,
			   int resumed, struct err *err)
{
	memset(b, 0, sizeof(*b));
	b->open = tensorboard_live_open(&b->live, dir, id, id, settings,
					resumed, err) == 0;
	return b->open ? 0 : -1;
}

/* Returns 1 if something is due at this step, which is validated, and was last
 * written at step LAST - 1.  Only the step tells, so a training that was
 * resumed writes what one without a stop does. */
static int is_due(const struct train *t, uint64_t last)
{
	uint64_t step = t->state.step, every = t->o.val_every, apart, before;

	/* hashes of all weights are taken as often as is cheap; unlike them,
	 * classes are counted on one thread */
	apart = t->prints.every * SLOWER *
		(uint64_t)thread_pool_threads(t->pool);
	if (apart < STEPS)
		apart = STEPS;
	if (last == step + 1)
		return 0;
	if (step <= every || step == t->o.steps)
		return 1;
	before = (step - 1) / every * every; /* validated last */
	return step / apart != before / apart;
}

static void add_histogram(struct tensorboard_train *b, const char *what,
			  const struct param *p, const float *values,
			  uint64_t step)
{
	char *tag = mem_printf("%s/%s", what, p->name);
	struct histogram h;

	histogram_make(&h, values + p->offset, p->len);
	tensorboard_histogram(&b->live.file, (double)time(NULL), tag, step, &h);
	free(tag);
}

static void add_histograms(struct tensorboard_train *b, const struct train *t)
{
	const float *weights = net_weights(t->net);

	for (size_t i = 0; i < net_params(t->net); i++) {
		const struct param *p = net_param(t->net, i);

		add_histogram(b, "weights", p, weights, t->state.step);
		add_histogram(b, "gradients", p, t->grad, t->state.step);
	}
	b->counted = t->state.step + 1;
}

/* Draws PLANE of ROW, with the range of WINDOW, at X of a picture WIDE pixels
 * wide. */
static void draw(unsigned char *to, size_t wide, size_t x,
		 const struct panel_row *row, enum panel_plane plane,
		 enum panel_plane window)
{
	const float *px = row->plane[plane];
	double low, high;

	panel_window(row, 1, window, &low, &high);
	for (size_t i = 0; i < row->width * row->height; i++) {
		double v = ((double)px[i] - low) / (high - low) * 255;

		to[i / row->width * wide + x + i % row->width] =
			(unsigned char)(v > 0 ? v < 255 ? v + 0.5 : 255 : 0);
	}
}

/* Source, target, prediction; the last two have one range of grey. */
static int add_image(struct tensorboard_train *b, const struct glimpse *g,
		     int several, uint64_t step, struct err *err)
{
	struct panel_row row = { .width = g->width,
				 .height = g->height,
				 .plane = { g->plane[GLIMPSE_SOURCE],
					    g->plane[GLIMPSE_TARGET],
					    g->plane[GLIMPSE_PREDICTION] } };
	size_t wide = 3 * g->width + 2 * GAP;
	unsigned char *px = mem_alloc(wide * g->height);
	char *tag = several ? mem_printf("val/%s/channel %zu", g->id,
					 g->channel) :
			      mem_printf("val/%s", g->id);
	struct buf png = { 0 };
	int rc;

	memset(px, 255, wide * g->height);
	draw(px, wide, 0, &row, PANEL_INPUT, PANEL_INPUT);
	draw(px, wide, g->width + GAP, &row, PANEL_TARGET, PANEL_TARGET);
	draw(px, wide, 2 * (g->width + GAP), &row, PANEL_PREDICTION,
	     PANEL_TARGET);
	rc = png_encode(&png, px, wide, g->height, 1, err);
	if (rc == 0)
		tensorboard_image(&b->live.file, (double)time(NULL), tag, step,
				  png.data, png.len);
	buf_release(&png);
	free(tag);
	free(px);
	return rc;
}

static int add_images(struct tensorboard_train *b, const struct train *t,
		      const struct glimpses *g, struct err *err)
{
	uint64_t step = t->state.step;

	if (step <= t->o.val_every)
		tensorboard_text(&b->live.file, (double)time(NULL), "val", step,
				 "Middle of an image: source, target, "
				 "prediction. Black and white are percentiles "
				 "0.1 and 99.9 of the source, and of the "
				 "target for the other two.");
	for (size_t i = 0; i < g->n; i++)
		if (add_image(b, &g->list[i], g->n > g->images, step, err) < 0)
			return -1;
	b->seen = step + 1;
	return 0;
}

int tensorboard_train_add(struct tensorboard_train *b, const struct train *t,
			  const struct glimpses *g, struct err *err)
{
	uint64_t step = t->state.step;
	int validated = step % t->o.val_every == 0 || step == t->o.steps;

	if (!b->open)
		return 0;
	if (tensorboard_live_table(&b->live, &t->curve.text, t->resumed, err) <
	    0)
		return -1;
	if (g && is_due(t, b->seen) && add_images(b, t, g, err) < 0)
		return -1;
	if (!g && validated && step > t->resumed && is_due(t, b->counted))
		add_histograms(b, t);
	return b->live.file.data.len ? tensorboard_flush(&b->live.file, err) :
				       0;
}

void tensorboard_train_close(struct tensorboard_train *b, int success)
{
	struct err ignored;

	if (b->open)
		tensorboard_live_end(&b->live, success, &ignored);
	tensorboard_live_release(&b->live);
	b->open = 0;
}
