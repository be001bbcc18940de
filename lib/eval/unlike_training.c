/*
 * unlike_training.c - see unlike_training.h.
 */
#include "eval/unlike_training.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "image/ref.h"

/* In whole spreads of the train sources.  Held-out images of three real sets,
 * each split in six ways, were at most 0.05 outside, or 0.35 with one train
 * image for nine others. */
#define FAR 0.5
#define PITCH_FAR 1.5		/* times as large, or as small */
enum { PIXELS_MOST = 1 << 22 }; /* how many pixels are read, about */

static int exposure_of(struct exposure *to, const struct tile_io *source,
		       size_t channel, struct err *err)
{
	size_t w = source->width, h = source->height;
	size_t step = w * h / PIXELS_MOST + 1;
	float *px = mem_floats(w);
	struct exposure_sample sample;
	int rc = 0;

	exposure_start(&sample, w, (h + step - 1) / step);
	for (size_t y = 0; y < h && !rc; y += step) {
		struct area row = { 0, y, w, 1 };

		rc = source->read(source->arg, channel, &row, px, err);
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
			 const struct tile_io *source,
			 const struct channel *channel, const char *id,
			 struct err *err)
{
	size_t n = source->channels ? source->channels : 1;
	int differs = 0;

	if (!trained->images)
		return 0;
	for (size_t k = 0; k < n; k++) {
		struct exposure is;
		double far;
		int which;

		if (exposure_of(&is, source, k, err) < 0)
			return -1;
		far = exposure_distance(&trained[k], &is, &which);
		differs |= far >= FAR;
		if (far < FAR || far <= u->most)
			continue;
		free(u->id);
		u->most = far;
		u->is = is;
		u->which = which;
		u->channel = k;
		u->channels = n;
		u->id = mem_str(id ? id : channel[k].ref);
	}
	u->rows++;
	u->images += (size_t)differs;
	return 0;
}

void unlike_training_names(struct unlike_training *u,
			   const struct trained *trained, const struct cache *c,
			   const struct manifest *p, const struct pair *row,
			   enum side side, size_t first)
{
	const struct strs *was = &trained->channels[side];
	struct channel_names *n = &u->names[side];

	for (size_t k = 0; k < was->n && n->first.n < was->n; k++)
		strs_add(&n->first, was->at[k]);
	if (was->n)
		channel_names_look_at(n, c, p, row, side, first);
}

/* Returns how many times as large pixels are, or as small. */
static double times(double a, double b)
{
	return a > b ? a / b : b / a;
}

void unlike_training_pixels(struct unlike_training *u,
			    const struct pixel_pitch *trained,
			    const struct pixel_pitch *is, const char *source)
{
	struct unlike_pixels *p = &u->pixels;
	double far;

	if (!pixel_size_known(trained) || !pixel_size_known(is))
		return;
	p->rows++;
	far = fmax(times(is->x, trained->x), times(is->y, trained->y));
	if (far < PITCH_FAR)
		return;
	p->images++;
	if (far <= p->most)
		return;
	p->most = far;
	p->is = *is;
	free(p->source);
	p->source = mem_str(source);
}

void unlike_training_view(struct unlike_training *u,
			  const struct trained *trained,
			  const struct pair_view *v)
{
	unlike_training_pixels(u, &trained->source_pitch, &v->pitch[SOURCE],
			       v->row->source);
	for (enum side side = SOURCE; side <= TARGET; side++)
		unlike_training_names(u, trained, v->cache, v->pairs, v->row,
				      side, v->image[side]);
}

/* Returns the item with which the source of P would have the pixels of the
 * training, 10 % off at most: "[bin=4]"; or "" if there is none.  The caller
 * frees it. */
static char *missing_bin(const struct unlike_pixels *p,
			 const struct pixel_pitch *trained)
{
	long more = lround(trained->x / p->is.x), bin = 1;
	struct err unused = { 0 };
	struct ref r;

	if (more < 2 || times((double)more * p->is.x, trained->x) > 1.1 ||
	    times((double)more * p->is.y, trained->y) > 1.1)
		return mem_str("");
	if (ref_parse(&r, p->source, &unused) == 0) {
		bin = r.bin > 1 ? r.bin : 1;
		ref_release(&r);
	}
	return bin * more > REF_BIN_MAX ? mem_str("") :
					  mem_printf("[bin=%ld]", bin * more);
}

void unlike_training_report_pixels(struct unlike_training *u,
				   const struct pixel_pitch *trained,
				   struct messages *messages)
{
	struct unlike_pixels *p = &u->pixels;
	struct buf is = { 0 }, was = { 0 };
	char *bin;

	if (!p->images)
		return;
	bin = missing_bin(p, trained);
	pixel_size_text(&is, &p->is);
	pixel_size_text(&was, trained);
	messages_warn(messages,
		      "%zu of %zu sources %s other pixels than the train "
		      "sources, as '%s' with %s um instead of %s um: the "
		      "network knows things by their size in pixels, so its "
		      "predictions may be wrong; %s%s, or train on such images",
		      p->images, p->rows, p->images == 1 ? "has" : "have",
		      p->source, buf_text(&is), buf_text(&was),
		      *bin ? "add " : "resample them", *bin ? bin : "");
	p->images = 0;
	free(bin);
	buf_release(&is);
	buf_release(&was);
}

void unlike_training_report(struct unlike_training *u,
			    const struct trained *trained,
			    struct messages *messages)
{
	const struct exposure *was = &trained->sources[u->channel];
	char channel[40] = "";
	int i = u->which;

	unlike_training_report_pixels(u, &trained->source_pitch, messages);
	for (enum side side = SOURCE; side <= TARGET; side++)
		channel_names_report(&u->names[side], side, "in training",
				     messages);
	if (u->channels > 1)
		snprintf(channel, sizeof(channel), ", channel %zu,",
			 u->channel);
	if (u->images)
		messages_warn(messages,
			      "%zu of %zu sources %s unlike the train "
			      "sources: percentile %d of '%s'%s is %.3g after "
			      "normalisation, but %.3g to %.3g in training; "
			      "the network never saw such images; compare "
			      "exposure and bit depth",
			      u->images, u->rows, u->images == 1 ? "is" : "are",
			      exposure_percent[i], u->id, channel, u->is.low[i],
			      was->low[i], was->high[i]);
}

void unlike_training_release(struct unlike_training *u)
{
	free(u->id);
	free(u->pixels.source);
	channel_names_release(&u->names[SOURCE]);
	channel_names_release(&u->names[TARGET]);
	*u = (struct unlike_training){ 0 };
}
