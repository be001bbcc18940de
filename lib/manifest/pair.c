/* pair.c - see pair.h. */
#include "manifest/pair.h"

#include <math.h>
#include <string.h>

#include "image/ref.h"

static int normalise(struct image *im, const struct norm *norm, const char *ref,
		     struct err *err)
{
	size_t n = im->width * im->height;

	for (size_t i = 0; i < n; i++)
		if (!isfinite(im->px[i]))
			return err_data(err,
					"'%s': the pixel in row %zu, "
					"column %zu is %s",
					ref, i / im->width, i % im->width,
					isnan(im->px[i]) ? "not a number" :
							   "infinite");
	norm_apply(norm, im->px, n);
	return 0;
}

static int read_side(const struct manifest *p, const struct pair *row,
		     enum side side, struct image *im, struct err *err)
{
	const struct channel *from = row->channel[side];

	memset(im, 0, sizeof(*im));
	if (image_read(im, from->ref, err) < 0)
		return tsv_wrap(&p->table, row->row, err);
	if (normalise(im, &from->norm, from->ref, err) == 0)
		return 0;
	image_release(im);
	return tsv_wrap(&p->table, row->row, err);
}

int pair_read_source(const struct manifest *p, const struct pair *row,
		     struct image *im, struct err *err)
{
	return read_side(p, row, SOURCE, im, err);
}

int pair_read_target(const struct manifest *p, const struct pair *row,
		     struct image *im, struct err *err)
{
	return read_side(p, row, TARGET, im, err);
}

size_t pair_bin(size_t width, size_t height, size_t w, size_t h)
{
	size_t bin = w ? width / w : 0;

	return bin > 1 && bin <= REF_BIN_MAX && width / bin == w &&
			       height / bin == h ?
		       bin :
		       0;
}

/* What to do about images of different sizes. */
static const char *advise(const struct image *a, const struct image *b)
{
	size_t n = a->slices, m = b->slices;

	return pair_bin(a->width, a->height / n, b->width, b->height / m) ||
			       pair_bin(b->width, b->height / m, a->width,
					a->height / n) ?
		       "; if one was binned, make the manifest with xp-pairs "
		       "--bin-to-match" :
		       "";
}

int pair_fits(const struct manifest *p, const struct pair *row,
	      const struct image *source, const struct image *target,
	      struct shift_overlap *o, struct err *err)
{
	size_t n = source->slices, m = target->slices;

	if (n != m)
		err_data(err, "'%s' has %zu slice%s, but '%s' has %zu",
			 row->source, n, n == 1 ? "" : "s", row->target, m);
	else if (source->width != target->width ||
		 source->height != target->height)
		err_data(err, "'%s' has %zux%zu pixels, but '%s' has %zux%zu%s",
			 row->source, source->width, source->height / n,
			 row->target, target->width, target->height / m,
			 advise(source, target));
	else if (shift_overlap(o, &row->shift, row->target, source->width,
			       source->height, n, err) == 0)
		return 0;
	return tsv_wrap(&p->table, row->row, err);
}

static void cut(struct image *im, const struct shift_overlap *o, int target)
{
	shift_cut(o, im->px, im->width, target);
	im->width = o->width;
	im->height = o->height;
}

int pair_read(const struct manifest *p, const struct pair *row,
	      struct image *source, struct image *target, struct err *err)
{
	struct shift_overlap o;

	memset(target, 0, sizeof(*target));
	if (pair_read_source(p, row, source, err) < 0)
		return -1;
	if (pair_read_target(p, row, target, err) < 0 ||
	    pair_fits(p, row, source, target, &o, err) < 0) {
		image_release(source);
		image_release(target);
		return -1;
	}
	cut(source, &o, 0);
	cut(target, &o, 1);
	return 0;
}
