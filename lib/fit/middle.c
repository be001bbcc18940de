/*
 * middle.c - which patches a network takes, and what of a patch's target
 * lies under its output.
 */
#include <string.h>

#include "fit/train.h"

int train_patch(const struct unet *u, size_t patch, struct err *err)
{
	size_t multiple = unet_multiple(u), least = unet_input(u, 1);
	size_t over = patch > least ? (patch - least) % multiple : 0;

	if (unet_output(u, patch))
		return 0;
	if (!u->valid)
		return err_usage(err, "a patch of %zu is no multiple of %zu, "
				 "as depth %lld needs: use --patch=%zu", patch,
				 multiple, (long long)u->depth,
				 patch > least ? patch - over : least);
	return err_usage(err, "a patch of %zu does not go through a network of "
			 "depth %lld with valid padding: use --patch=%zu "
			 "(%zu and %zu more, any number of times)", patch,
			 (long long)u->depth, patch > least ? patch - over :
			 least, least, multiple);
}

size_t train_middle_len(const struct train_options *o)
{
	size_t side = unet_output(&o->unet, o->batch.patch);

	return side == o->batch.patch ? 0 : o->batch.batch * side * side;
}

const float *train_middle(struct train *t, const float *y)
{
	size_t patch = t->o.batch.patch, n = t->o.batch.batch;
	size_t side = unet_output(&t->o.unet, patch);
	size_t border = (patch - side) / 2;
	float *to = t->middle;

	for (size_t i = 0; to && i < n * side; i++, to += side)
		memcpy(to, y + ((i / side * patch + i % side + border) * patch
				+ border), side * sizeof *to);
	return to ? t->middle : y;
}
