/*
 * unlike_training.c - sources that are unlike all that a model was trained on.
 */
#include "eval/unlike_training.h"

#include <stdlib.h>

#include "base/mem.h"

/* Spreads of the train sources.  Held-out images of three real sets, split in
 * six ways each, lie at most 0.05 outside, 0.35 where there was one train
 * image of nine. */
#define FAR 0.5
enum { PIXELS_MOST = 1 << 22 }; /* that are looked at, about */

static int exposure_of(struct exposure *to, const struct pair_view *v,
		       struct err *err)
{
	size_t w = v->both.width, h = v->both.height;
	size_t step = w * h / PIXELS_MOST + 1;
	float *px = mem_floats(w);
	struct exposure_sample sample;
	int rc = 0;

	exposure_start(&sample, w, (h + step - 1) / step);
	for (size_t y = 0; y < h && !rc; y += step) {
		rc = pair_view_rows(v, 0, y, 1, px, err);
		if (!rc)
			exposure_take(&sample, px, w);
	}
	exposure_end(&sample, to);
	free(px);
	return rc;
}

int unlike_training_look(struct unlike_training *u,
			 const struct exposure *trained,
			 const struct pair_view *v, const char *id,
			 struct err *err)
{
	struct exposure is;
	double far;
	int which;

	if (!trained->images)
		return 0;
	if (exposure_of(&is, v, err) < 0)
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
		messages_warn(
			messages,
			"%zu of %zu sources %s unlike those trained on: "
			"the percentile %d of '%s', normalised, is %.3g, "
			"in training %.3g to %.3g: another exposure or "
			"range of bits? the network never saw such images",
			u->images, u->rows, u->images == 1 ? "is" : "are",
			exposure_percent[i], u->id, u->is.low[i],
			trained->low[i], trained->high[i]);
}

void unlike_training_release(struct unlike_training *u)
{
	free(u->id);
	*u = (struct unlike_training){ 0 };
}
