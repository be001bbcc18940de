/*
 * side_cache.c - see side_cache.h.
 */
#include "manifest/side_cache.h"

#include "image/ref.h"
#include "manifest/stated.h"

static int other_size(struct cache *c, const struct pair *row, enum side side,
		      size_t first, size_t k, struct err *err)
{
	const struct channel *channel = row->channel[side];
	size_t w, h, other_w, other_h;
	size_t n = cache_slices(c, first), other_n = cache_slices(c, first + k);

	cache_sides(c, first, &w, &h);
	cache_sides(c, first + k, &other_w, &other_h);
	if (w == other_w && h == other_h && n == other_n)
		return 0;
	if (n != other_n)
		return err_data(err,
				"'%s' has %zu slice%s, but '%s', another "
				"channel of the %s, has %zu",
				channel->ref, n, n == 1 ? "" : "s",
				channel[k].ref, side_name(side), other_n);
	return err_data(err,
			"'%s' has %zux%zu pixels, but '%s', another channel of "
			"the %s, has %zux%zu",
			channel->ref, w, h / n, channel[k].ref, side_name(side),
			other_w, other_h / n);
}

int side_cache_add(struct cache *c, const struct manifest *p,
		   const struct pair *row, enum side side, size_t *first,
		   struct err *err)
{
	const struct channel *channel = row->channel[side];

	if (cache_add(c, channel->ref, first, err) < 0)
		return tsv_wrap(&p->table, row->row, err);
	for (size_t k = 1; k < p->channels[side]; k++) {
		size_t image;

		if (cache_add(c, channel[k].ref, &image, err) < 0 ||
		    other_size(c, row, side, *first, k, err) < 0)
			return tsv_wrap(&p->table, row->row, err);
	}
	return 0;
}

/* Returns 1 if REF names one slice of several, by hand perhaps. */
static int names_slice(const char *ref)
{
	struct err err = { 0 };
	struct ref r;
	int names;

	if (ref_parse(&r, ref, &err) < 0)
		return 0;
	names = r.z >= 0 || r.page >= 0;
	ref_release(&r);
	return names;
}

int side_cache_stated(const struct cache *c, const struct manifest *p,
		      const struct pair *row, enum side side, size_t first,
		      struct err *err)
{
	const struct tsv *t = &p->table;

	for (size_t k = 0; k < p->channels[side]; k++) {
		const char *ref = row->channel[side][k].ref, *column;
		struct stated is = { .type = cache_file_type(c, first + k) };
		char found[STATED_TEXT];

		cache_sides(c, first + k, &is.width, &is.height);
		is.slices = cache_slices(c, first + k);
		is.height /= is.slices;
		if (is.slices == 1 && names_slice(ref))
			is.slices = 0;
		column = stated_otherwise(t, row->row, side, k, &is, found);
		if (!column)
			continue;
		err_data(err,
			 "column '%s' says '%s', but '%s' has %s: make the "
			 "manifest again with xp-pairs --table, or correct the "
			 "cell",
			 column, tsv_get(t, row->row, tsv_column(t, column)),
			 ref, found);
		return tsv_wrap(t, row->row, err);
	}
	return 0;
}

int side_cache_check(struct cache *c, size_t first, size_t n,
		     struct digest *stored, struct digest *values,
		     struct err *err)
{
	struct hash *h[2] = { NULL, NULL };
	struct digest d[2];
	int rc = 0;

	if (n == 1)
		return cache_check(c, first, stored, values, err);
	h[0] = stored ? digest_new() : NULL;
	h[1] = digest_new();
	for (size_t k = 0; k < n && !rc; k++) {
		rc = cache_check(c, first + k, stored ? &d[0] : NULL, &d[1],
				 err);
		for (int i = 0; i < 2 && !rc; i++)
			if (h[i])
				digest_add(h[i], &d[i], sizeof(d[i]));
	}
	digest_end(h[0], stored);
	digest_end(h[1], values);
	return rc;
}
