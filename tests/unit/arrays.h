/*
 * arrays.h - predicts images that lie in memory, for tests.
 */
#ifndef ARRAYS_H
#define ARRAYS_H

#include <string.h>

#include "predict/predict.h"

/* two images in memory, of one size, channel by channel */
struct arrays {
	const float *in;
	float *out;
	size_t width, height;
};

static inline int read_array(void *arg, size_t channel, const struct area *area,
			     float *px, struct err *err)
{
	const struct arrays *a = arg;
	size_t first = channel * a->height + area->y;

	(void)err;
	for (size_t y = 0; y < area->height; y++)
		memcpy(px + y * area->width,
		       a->in + (first + y) * a->width + area->x,
		       area->width * sizeof(*px));
	return 0;
}

static inline int write_array(void *arg, size_t channel,
			      const struct area *area, float *px,
			      struct err *err)
{
	const struct arrays *a = arg;
	size_t first = channel * a->height + area->y;

	(void)err;
	for (size_t y = 0; y < area->height; y++)
		memcpy(a->out + (first + y) * a->width + area->x,
		       px + y * area->width, area->width * sizeof(*px));
	return 0;
}

static inline struct tile_io arrays_io(struct arrays *a, size_t height)
{
	a->height = height;
	return (struct tile_io){ a->width, height, read_array, write_array,
				 a,	   0,	   1 };
}

/* Predicts OUT (height x width) from IN (height x width).  They must not
 * overlap. */
static inline int predict_net(struct net *net, struct thread_pool *pool,
			      const struct predict_options *o, const float *in,
			      float *out, size_t width, size_t height,
			      struct err *err)
{
	struct arrays a = { in, out, width, height };
	struct tile_io p = arrays_io(&a, height);

	p.channels = (size_t)net_unet(net)->in_channels;
	return predict_passage(net, pool, o, &p, err);
}

/* Does the same with a new network U of WEIGHTS. */
static inline int predict_image(const struct unet *u, const float *weights,
				struct thread_pool *pool,
				const struct predict_options *o,
				const float *in, float *out, size_t width,
				size_t height, struct err *err)
{
	struct net *net = net_new(u, pool, err);
	int rc;

	if (!net)
		return -1;
	memcpy(net_weights(net), weights, net_size(net) * sizeof *weights);
	rc = predict_net(net, pool, o, in, out, width, height, err);
	net_free(net);
	return rc;
}

#endif
