/*
 * average.c - the mean over eight orientations.
 */
#include "predict/average.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/size.h"
#include "file/scratch.h"

enum { FLIP_X = 1, FLIP_Y = 2, TRANSPOSE = 4, ORIENTATIONS = 8 };

enum { BAND = 64 }; /* rows that are handed on at a time */

struct orientation { /* one of them, and what was summed up before it */
	const struct tile_io *p;
	struct scratch *sum; /* of the image as it is, row by row, channel by
				channel */
	unsigned how;
};

/* The part of the image that AREA of the turned image shows. */
static struct area origin_of(const struct orientation *o,
			     const struct area *area)
{
	struct area a = *area;

	if (o->how & TRANSPOSE)
		a = (struct area){ area->y, area->x, area->height,
				   area->width };
	if (o->how & FLIP_X)
		a.x = o->p->width - a.x - a.width;
	if (o->how & FLIP_Y)
		a.y = o->p->height - a.y - a.height;
	return a;
}

/* Where the pixel X, Y of the turned AREA lies in the part A of the image. */
static size_t place(const struct orientation *o, const struct area *a, size_t x,
		    size_t y)
{
	size_t u = o->how & TRANSPOSE ? y : x, v = o->how & TRANSPOSE ? x : y;

	if (o->how & FLIP_X)
		u = a->width - 1 - u;
	if (o->how & FLIP_Y)
		v = a->height - 1 - v;
	return v * a->width + u;
}

static int read_turned(void *arg, size_t channel, const struct area *area,
		       float *px, struct err *err)
{
	const struct orientation *o = arg;
	struct area a = origin_of(o, area);
	float *as_is = mem_floats(a.width * a.height);
	int rc = o->p->read(o->p->arg, channel, &a, as_is, err);

	for (size_t y = 0; y < area->height && !rc; y++)
		for (size_t x = 0; x < area->width; x++)
			px[y * area->width + x] = as_is[place(o, &a, x, y)];
	free(as_is);
	return rc;
}

/* Add PX, the first time as they are, to the rows of A of a channel. */
static int add_rows(const struct orientation *o, size_t channel,
		    const struct area *a, const float *px, struct err *err)
{
	float *row = mem_floats(a->width);
	int rc = 0;

	for (size_t y = 0; y < a->height && !rc; y++) {
		uint64_t row_at = channel * o->p->height + a->y + y;
		uint64_t at = row_at * o->p->width + a->x;
		const float *add = px + y * a->width;

		if (o->how)
			rc = scratch_read(o->sum, at, row, a->width, err);
		for (size_t x = 0; x < a->width; x++)
			row[x] = o->how ? row[x] + add[x] : add[x];
		if (!rc)
			rc = scratch_write(o->sum, at, row, a->width, err);
	}
	free(row);
	return rc;
}

static int write_turned(void *arg, size_t channel, const struct area *area,
			float *px, struct err *err)
{
	const struct orientation *o = arg;
	struct area a = origin_of(o, area);
	float *as_is = mem_floats(a.width * a.height);
	int rc;

	for (size_t y = 0; y < area->height; y++)
		for (size_t x = 0; x < area->width; x++)
			as_is[place(o, &a, x, y)] = px[y * area->width + x];
	rc = add_rows(o, channel, &a, as_is, err);
	free(as_is);
	return rc;
}

static int hand_on(const struct tile_io *p, size_t channel,
		   const struct scratch *sum, struct err *err)
{
	uint64_t first = (uint64_t)channel * p->height * p->width;
	float *px = mem_floats(BAND * p->width);
	int rc = 0;

	for (size_t y = 0; y < p->height && !rc; y += BAND) {
		struct area a = { 0, y, p->width, min(BAND, p->height - y) };
		size_t n = a.width * a.height;

		rc = scratch_read(sum, first + (uint64_t)y * p->width, px, n,
				  err);
		for (size_t i = 0; i < n; i++)
			px[i] /= ORIENTATIONS;
		if (!rc)
			rc = p->write(p->arg, channel, &a, px, err);
	}
	free(px);
	return rc;
}

int average_passage(struct net *net, struct thread_pool *pool,
		    const struct predict_options *o, const struct tile_io *p,
		    struct err *err)
{
	size_t out = (size_t)net_unet(net)->out_channels;
	struct scratch sum = { 0 };
	int rc = 0;

	if (p->slices > 1)
		return err_data(err, "the mean over orientations (--tta) is "
				     "for planes, and this is a stack");
	if (scratch_open(&sum, (uint64_t)out * p->width * p->height, err) < 0)
		return -1;
	for (unsigned how = 0; how < ORIENTATIONS && !rc; how++) {
		struct orientation t = { p, &sum, how };
		int turned = (how & TRANSPOSE) != 0;
		struct tile_io io = { turned ? p->height : p->width,
				      turned ? p->width : p->height,
				      read_turned,
				      write_turned,
				      &t,
				      p->slices,
				      p->channels };

		rc = predict_passage(net, pool, o, &io, err);
	}
	for (size_t c = 0; c < out && !rc; c++)
		rc = hand_on(p, c, &sum, err);
	scratch_close(&sum);
	return rc;
}
