/*
 * unlike_training.c - see unlike_training.h.
 */
#include "eval/unlike_training.h"

#include <stdlib.h>

#include "base/mem.h"

/* In whole spreads of the train sources.  Held-out images of three real sets,
 * each split in six ways, were at most 0.05 outside, or 0.35 with one train
 * image for nine others. */
#define FAR 0.5
enum { PIXELS_MOST = 1 << 22 }; /* how many pixels are read, about */

static int exposure_of(struct exposure *to, const struct tile_io *source,
		       struct err *err)
{
	size_t w = source->width, h = source->height;
	size_t step = w * h / PIXELS_MOST + 1;
	float *px = mem_floats(w);
	struct exposure_sample sample;
	int rc = 0;

	exposure_start(&sample, w, (h + step - 1) / step);
	for (size_t y = 0; y < h && !rc; y += step) {
		struct area row = { 0, y, w, 1 };

		rc = source->read(source->arg, &row, px, err);
		if (!rc)
			exposure_take(&sample, px, w);
	}
	exposure_sort(&sample);
	exposure_end(&sample, to);
	free(px);
	return rc;
}

int unlike_training_look(struct unlike_training *u,
			 const struct exposure *trained,
			 const struct tile_io *source, const char *id,
			 struct err *err)
{
	struct exposure is;
	double far;
	int which;

	if (!trained->images)
		return 0;
	if (exposure_of(&is, source, err) < 0)
		return -1;
	u->rows++;
	far = exposure_distance(trained, &is, &which);
	if (far < FAR)
		return 0;
	u->images++;
	if (far <= u->most)
		return 0;
	free(u->id);
	*u = (struct unlike_training){ u->images, u->rows, far,
				       is,	  which,   mem_str(id) };
	return 0;
}

void unlike_training_report(const struct unlike_training *u,
			    const struct exposure *trained,
			    struct messages *messages)
{
	int i = u->which;

	if (u->images)
		messages_warn(messages,
			      "%zu of %zu sources %s unlike the train "
			      "sources: percentile %d of '%s' is %.3g after "
			      "normalisation, but %.3g to %.3g in training; "
			      "the network never saw such images; compare "
			      "exposure and bit depth",
			      u->images, u->rows, u->images == 1 ? "is" : "are",
			      exposure_percent[i], u->id, u->is.low[i],
			      trained->low[i], trained->high[i]);
}

void unlike_training_release(struct unlike_training *u)
{
	free(u->id);
	*u = (struct unlike_training){ 0 };
}
