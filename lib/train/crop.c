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

	return side == o->batch.patch ? 0 :
					o->batch.batch * depth(o) * side * side;
}

size_t crop_output_len(const struct train_options *o)
{
	size_t side = unet_output(&o->unet, o->batch.patch);

	return depth(o) * side * side;
}

void crop_copy(const struct train_options *o, const float *y, size_t n,
	       float *to)
{
	size_t patch = o->batch.patch, side = unet_output(&o->unet, patch);
	size_t border = (patch - side) / 2, deep = depth(o);
	size_t slices = crop_extent(o).d;

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

	if (!image_loss_is_twice(o))
		return objective_pixels(o, pred, want, n * len);
	room = mem_zero(objective_room(o, s) + 1, sizeof(*room));
	for (size_t i = 0; i < n; i++)
		sum += objective_eval(o, pred + i * len, want + i * len, NULL,
				      s, room);
	free(room);
	return sum / (double)n;
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
