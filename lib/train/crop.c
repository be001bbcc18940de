/*
 * crop.c - see crop.h.
 */
#include "train/crop.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

struct extent crop_extent(const struct train_options *o)
{
	const struct batch_options *b = &o->batch;

	return (struct extent){ b->slices ? b->slices : 1, b->patch, b->patch };
}

/* Returns how many slices of a patch the output has. */
static size_t depth(const struct train_options *o)
{
	return o->unet.volume ? unet_output(&o->unet, o->batch.slices) : 1;
}

size_t crop_middle_len(const struct train_options *o)
{
	size_t side = unet_output(&o->unet, o->batch.patch);

	return side == o->batch.patch ? 0 : o->batch.batch * crop_output_len(o);
}

size_t crop_channel_len(const struct train_options *o)
{
	size_t side = unet_output(&o->unet, o->batch.patch);

	return depth(o) * side * side;
}

size_t crop_output_len(const struct train_options *o)
{
	return (size_t)o->unet.out_channels * crop_channel_len(o);
}

int crop_fits(const struct train_options *o, const struct sample_pair *s)
{
	const struct batch_options *b = &o->batch;

	return s->both.width >= b->patch &&
	       s->both.height / s->both.slices >= b->patch &&
	       s->both.slices >= (b->slices ? b->slices : 1);
}

void crop_copy(const struct train_options *o, const float *y, size_t n,
	       float *to)
{
	size_t patch = o->batch.patch, side = unet_output(&o->unet, patch);
	size_t border = (patch - side) / 2, deep = depth(o);
	size_t slices = crop_extent(o).d;

	n *= (size_t)o->unet.out_channels;
	for (size_t i = 0; i < n * deep * side; i++, to += side) {
		size_t z = i / side / deep * slices + i / side % deep +
			   (slices - deep) / 2;

		memcpy(to,
		       y + ((z * patch + i % side + border) * patch + border),
		       side * sizeof *to);
	}
}

double crop_loss(const struct train *t, const float *pred, const float *want)
{
	const struct objective *o = &t->o.loss;
	struct loss_shape s = unet_output_shape(&t->o.unet, crop_extent(&t->o));
	size_t n = t->o.batch.batch, len = crop_output_len(&t->o);
	double *room, sum = 0;

	if (!image_loss_is_twice(o) && s.channels == 1)
		return objective_pixels(o, 0, pred, want, n * len);
	room = mem_zero(objective_room(o, s) + 1, sizeof(*room));
	for (size_t i = 0; i < n; i++)
		sum += objective_eval(o, pred + i * len, want + i * len, NULL,
				      s, room);
	free(room);
	return sum / (double)n;
}

void crop_channel(const struct train_options *o, const float *px, size_t k,
		  float *to)
{
	size_t len = crop_channel_len(o);

	for (size_t i = 0; i < o->batch.batch; i++)
		memcpy(to + i * len, px + i * crop_output_len(o) + k * len,
		       len * sizeof(*to));
}

const float *crop_middle(struct train *t, const float *y)
{
	if (!t->middle)
		return y;
	crop_copy(&t->o, y, t->o.batch.batch, t->middle);
	return t->middle;
}

struct net_batch crop_batch(struct train *t, const float *x, const float *y,
			    size_t i)
{
	const struct batch_options *b = &t->o.batch;

	return (struct net_batch){ &t->o.loss,	       x,
				   crop_middle(t, y),  b->batch,
				   crop_extent(&t->o), i * b->batch,
				   batch_patches(b) };
}

double crop_mean_loss(const struct train *t, const float *want)
{
	size_t len = crop_channel_len(&t->o), c = t->survey.targets;
	size_t n = t->o.batch.batch * c * len;
	double sum[CHANNELS_MOST] = { 0 }, loss;
	float *mean = mem_floats(n);

	for (size_t i = 0; i < n; i++)
		sum[i / len % c] += want[i];
	for (size_t i = 0; i < n; i++)
		mean[i] = (float)(sum[i / len % c] / (double)(n / c));
	loss = crop_loss(t, mean, want);
	free(mean);
	return loss;
}
