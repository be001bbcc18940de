/*
 * series.c - the planes that a reference names.
 */
#include "image/series.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "image/image.h"
#include "image/plane.h"
#include "image/plane_list.h"

enum { PLANES_MAX = 100000, ALL = -2, OPEN = -1 };

void series_release(struct plane_series *s)
{
	strs_release(&s->refs);
	strs_release(&s->channel);
	*s = (struct plane_series){ 0 };
}

/* REF without the items that are stars; *EACH_CHANNEL: "c=*" was one. */
static char *without_stars(const char *ref, int *each_channel)
{
	struct strs item = { 0 };
	struct buf b = { 0 };
	char *path, *select;
	int any = 0;

	*each_channel = 0;
	ref_split(ref, &path, &select);
	buf_str(&b, path);
	if (select[0]) {
		select[strlen(select) - 1] = 0;
		strs_split(&item, select + 1, ',');
	}
	for (size_t i = 0; i < item.n; i++) {
		const char *text = item.at[i];

		*each_channel |= !strcmp(text, "c=*");
		if (!strcmp(text, "*") || !strcmp(text, "c=*") ||
		    !strcmp(text, "z=*") || !strcmp(text, "t=*"))
			continue;
		buf_printf(&b, "%c%s", any++ ? ',' : '[', text);
	}
	if (any)
		buf_char(&b, ']');
	strs_release(&item);
	free(path);
	free(select);
	return buf_detach(&b);
}

struct place { /* of a plane: OPEN: not said; of Z, ALL: every slice */
	long page, c, z, t;
};

static void add_item(struct buf *b, const char *key, long n)
{
	if (n == OPEN)
		return;
	buf_str(b, b->len && b->data[b->len - 1] == '[' ? "" : ",");
	if (n == ALL)
		buf_printf(b, "%sall", key);
	else
		buf_printf(b, "%s%ld", key, n);
}

static void add_ref(struct plane_series *s, const struct plane *p,
		    struct place at)
{
	const struct ref *r = &p->ref;
	struct buf b = { 0 };

	buf_printf(&b, "%s[", r->path);
	if (r->axes)
		buf_printf(&b, "axes=%s", r->axes);
	add_item(&b, "", at.page);
	add_item(&b, "c=", at.c);
	add_item(&b, "z=", at.z);
	add_item(&b, "t=", at.t);
	if (r->raw)
		buf_str(&b, ",raw");
	buf_char(&b, ']');
	strs_take(&s->refs, buf_detach(&b));
}

/* Which of N channels: from *FIRST on, S->c of them.  EACH_CHANNEL: 1: all of
 * them if none is named, -1: they cannot be written into one file. */
static int choose_channels(struct plane_series *s, const struct plane *p,
			   size_t n, int each_channel, size_t *first,
			   struct err *err)
{
	const char *path = p->ref.path;
	struct buf names = { 0 };

	*first = p->ref.c < 0 ? 0 : (size_t)p->ref.c;
	s->c = each_channel > 0 && p->ref.c < 0 ? n : 1;
	if (p->ref.c >= 0 || s->c == n)
		return 0;
	for (size_t i = 0; i < p->axes.channel.n && i < 8; i++)
		buf_printf(&names, "%s'%s'", i ? ", " : " called ",
			   p->axes.channel.at[i]);
	err_data(err,
		 "'%s' has %zu channels%s, and the network takes one: name the "
		 "channel, as in '%s[c=0]'%s%s%s",
		 path, n, buf_text(&names), path,
		 each_channel < 0 ? "" :
				    ", or take each channel by itself "
				    "with '",
		 each_channel < 0 ? "" : path,
		 each_channel < 0 ? "" : "[c=*]'");
	buf_release(&names);
	return -1;
}

/* Of all N, or of the one that was SAID. */
static size_t chosen(long said, size_t n, size_t *first)
{
	*first = said < 0 ? 0 : (size_t)said;
	return said < 0 ? n : 1;
}

static int too_many(const struct plane *p, struct err *err)
{
	return err_data(err,
			"'%s' has more than %d planes: name fewer planes, as "
			"in '%s[t=0]'",
			p->ref.path, PLANES_MAX, p->ref.path);
}

static int by_axes(struct plane_series *s, const struct plane *p, int stacks,
		   int each_channel, struct err *err)
{
	const struct ref *r = &p->ref;
	size_t c0, z0, t0, slices;

	if (choose_channels(s, p, p->info.channels, each_channel, &c0, err) < 0)
		return -1;
	s->z = slices = chosen(r->z, p->info.slices, &z0);
	s->t = chosen(r->t, p->info.frames, &t0);
	if ((double)s->c * (double)s->z * (double)s->t > PLANES_MAX)
		return too_many(p, err);
	if (stacks)
		slices = 1;
	for (size_t t = 0; t < s->t; t++)
		for (size_t z = 0; z < slices; z++)
			for (size_t c = 0; c < s->c; c++) {
				struct place at = { OPEN, (long)(c0 + c),
						    (long)(z0 + z),
						    (long)(t0 + t) };

				if (stacks)
					at.z = ALL;
				add_ref(s, p, at);
			}
	for (size_t c = 0; c < s->c && c0 + s->c <= p->axes.channel.n; c++)
		strs_add(&s->channel, p->axes.channel.at[c0 + c]);
	s->spacing = s->z > 1 ? p->axes.spacing : 0;
	s->interval = s->t > 1 ? p->axes.interval : 0;
	return 0;
}

/* The only page. */
static int by_sample(struct plane_series *s, const struct plane *p,
		     const char *bare, int each_channel, struct err *err)
{
	size_t first;

	s->z = s->t = 1;
	if (choose_channels(s, p, plane_samples(p), each_channel, &first, err) <
	    0)
		return -1;
	if (s->c == 1)
		strs_add(&s->refs, bare);
	for (size_t c = 0; c < s->c && s->c > 1; c++)
		add_ref(s, p,
			(struct place){ OPEN, (long)(first + c), OPEN, OPEN });
	return 0;
}

/* Pages of no known kind. */
static int by_number(struct plane_series *s, const struct plane *p,
		     struct err *err)
{
	size_t channel;

	if (choose_channels(s, p, plane_samples(p), -1, &channel, err) < 0)
		return -1;
	if (p->info.pages > PLANES_MAX)
		return too_many(p, err);
	s->c = s->z = 1;
	s->of_no_kind = 1;
	for (size_t i = 0; i < p->info.pages; i++)
		if (!contents_is_copy(p->contents, i))
			add_ref(s, p,
				(struct place){ (long)i, p->ref.c, OPEN,
						OPEN });
	s->t = s->refs.n;
	return 0;
}

static int for_stacks(const char *ref, struct err *err)
{
	return err_data(err,
			"'%s' is a single plane, and the network is for "
			"stacks",
			ref);
}

static int list(struct plane_series *s, const struct plane *p, const char *bare,
		int stacks, int each_channel, struct err *err)
{
	const struct ref *r = &p->ref;
	int is_named = r->z >= 0 || r->t >= 0 || r->stack;

	if (stacks && (r->page >= 0 || r->z >= 0))
		return for_stacks(bare, err);
	if (r->page < 0 && p->axes.known &&
	    (is_named || p->axes.asked || plane_list_axes_are_all(p)))
		return by_axes(s, p, stacks, each_channel, err);
	if (r->page < 0 && !is_named && p->info.pages == 1)
		return by_sample(s, p, bare, each_channel, err);
	if (r->page < 0 && !is_named && !stacks)
		return by_number(s, p, err);
	s->c = s->z = s->t = 1;
	if (stacks && !r->stack)
		add_ref(s, p, (struct place){ r->page, r->c, ALL, r->t });
	else
		strs_add(&s->refs, bare);
	return 0;
}

/* The sizes of all, and whether all can be read. */
static int measure(struct plane_series *s, const char *ref, int stacks,
		   struct err *err)
{
	struct image_info first = { 0 }, info;

	for (size_t i = 0; i < s->refs.n; i++) {
		if (image_info(&info, s->refs.at[i], err) < 0)
			return -1;
		if (!i)
			first = info;
		if (info.width != first.width || info.height != first.height ||
		    info.stack != first.stack)
			return err_data(err,
					"planes of '%s' differ in size: '%s' "
					"has %zux%zu pixels, and '%s' has "
					"%zux%zu pixels; name one plane",
					ref, s->refs.at[0], first.width,
					first.height, s->refs.at[i], info.width,
					info.height);
	}
	if (stacks && first.stack < 2)
		return for_stacks(ref, err);
	s->width = first.width;
	s->height = first.height / first.stack;
	s->type = first.type;
	s->pitch = first.pitch;
	return 0;
}

int series_find(struct plane_series *s, const char *ref, int stacks,
		struct err *err)
{
	int each_channel, rc;
	char *bare = without_stars(ref, &each_channel);
	struct plane p;

	*s = (struct plane_series){ 0 };
	rc = plane_open(&p, bare, err);
	if (!rc) {
		rc = list(s, &p, bare, stacks, each_channel && !stacks, err);
		plane_close(&p);
	}
	if (!rc)
		rc = measure(s, ref, stacks, err);
	free(bare);
	return rc;
}
