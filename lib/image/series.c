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
	char *path;
	int any = 0;

	*each_channel = 0;
	ref_split_items(ref, &path, &item);
	buf_str(&b, path);
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
	ref_add_ways(&b, r);
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

static int too_many(const struct plane *p, struct err *err)
{
	return err_data(err,
			"'%s' has more than %d planes: name fewer planes, as "
			"in '%s[t=0]'",
			p->ref.path, PLANES_MAX, p->ref.path);
}

/* Indices along an axis that are taken. */
struct taken {
	size_t *at, n;
};

/* Takes the index that was SAID, or all N. */
static void take(struct taken *a, long said, size_t n)
{
	a->n = said < 0 ? n : 1;
	a->at = mem_zero(a->n, sizeof(*a->at));
	for (size_t i = 0; i < a->n; i++)
		a->at[i] = said < 0 ? i : (size_t)said;
}

/* Keeps the indices whose entry in COUNT is at least MOST. */
static void keep(struct taken *a, const size_t *count, size_t most)
{
	size_t n = 0;

	for (size_t i = 0; i < a->n; i++)
		if (count[i] >= most)
			a->at[n++] = a->at[i];
	a->n = n;
}

struct chosen_planes { /* of the planes that are taken */
	struct taken c, z, t;
};

static void release_grid(struct chosen_planes *g)
{
	free(g->c.at);
	free(g->z.at);
	free(g->t.at);
}

/* Counts the planes of G in this file, in each channel, slice and frame. */
static size_t count_here(const struct chosen_planes *g, const struct plane *p,
			 int stacks, size_t *c, size_t *z, size_t *t)
{
	size_t all = 0;

	for (size_t ti = 0; ti < g->t.n; ti++)
		for (size_t ci = 0; ci < g->c.n; ci++) {
			size_t cn = g->c.at[ci], tn = g->t.at[ti];
			enum plane_place place =
				stacks ? plane_place_of_stack(p, cn, tn) :
					 PLANE_HERE;

			for (size_t zi = 0; zi < g->z.n; zi++) {
				if (!stacks)
					place = plane_place(p, cn, g->z.at[zi],
							    tn);
				if (place != PLANE_HERE)
					continue;
				c[ci]++;
				z[zi]++;
				t[ti]++;
				all++;
			}
		}
	return all;
}

/* Drops the channels, slices and frames of which no plane is in this file, then
 * the frames that are not whole; if no plane is here, drops nothing: reading
 * will report what is wrong.  Returns the number of planes that are here and
 * dropped. */
static size_t drop_others(struct chosen_planes *g, const struct plane *p,
			  int stacks)
{
	size_t *c = mem_zero(g->c.n, sizeof(*c));
	size_t *z = mem_zero(g->z.n, sizeof(*z));
	size_t *t = mem_zero(g->t.n, sizeof(*t));
	size_t here = count_here(g, p, stacks, c, z, t);

	if (here) {
		keep(&g->c, c, 1);
		keep(&g->z, z, 1);
		keep(&g->t, t, g->c.n * g->z.n);
		here -= g->c.n * g->z.n * g->t.n;
	}
	free(c);
	free(z);
	free(t);
	return here;
}

/* Returns the distance between the indices, in units of STEP; 0 if there is
 * only one index, or if the distances differ. */
static double distance(const struct taken *a, double step)
{
	for (size_t i = 2; i < a->n; i++)
		if (a->at[i] - a->at[i - 1] != a->at[1] - a->at[0])
			return 0;
	return a->n > 1 ? step * (double)(a->at[1] - a->at[0]) : 0;
}

static void add_grid(struct plane_series *s, const struct plane *p,
		     const struct chosen_planes *g, int stacks)
{
	const struct taken *c = &g->c, *z = &g->z, *t = &g->t;
	size_t slices = stacks ? 1 : z->n;

	for (size_t ti = 0; ti < t->n; ti++)
		for (size_t zi = 0; zi < slices; zi++)
			for (size_t ci = 0; ci < c->n; ci++)
				add_ref(s, p,
					(struct place){
						OPEN, (long)c->at[ci],
						stacks ? ALL : (long)z->at[zi],
						(long)t->at[ti] });
	for (size_t i = 0; i < c->n && c->at[c->n - 1] < p->axes.channel.n; i++)
		strs_add(&s->channel, p->axes.channel.at[c->at[i]]);
	s->c = c->n;
	s->z = z->n;
	s->t = t->n;
	s->spacing = distance(z, p->axes.spacing);
	s->interval = distance(t, p->axes.interval);
}

static int no_whole_frame(const struct plane *p, struct err *err)
{
	return err_data(err,
			"no frame of '%s' is whole in this file: name one "
			"slice of one channel, as in '%s[c=0,z=0]'",
			p->ref.path, p->ref.path);
}

static int by_axes(struct plane_series *s, const struct plane *p, int stacks,
		   int each_channel, struct messages *messages, struct err *err)
{
	const struct ref *r = &p->ref;
	double n = (r->c < 0 ? (double)p->info.channels : 1) *
		   (r->z < 0 ? (double)p->info.slices : 1) *
		   (r->t < 0 ? (double)p->info.frames : 1);
	struct chosen_planes g = { 0 };
	size_t left_out, first;
	int rc;

	if (n > PLANES_MAX)
		return choose_channels(s, p, p->info.channels, each_channel,
				       &first, err) < 0 ?
			       -1 :
			       too_many(p, err);
	take(&g.c, r->c, p->info.channels);
	take(&g.z, r->z, p->info.slices);
	take(&g.t, r->t, p->info.frames);
	left_out = drop_others(&g, p, stacks);
	rc = choose_channels(s, p, g.c.n, each_channel, &first, err);
	if (!rc && !g.t.n)
		rc = no_whole_frame(p, err);
	if (!rc) {
		add_grid(s, p, &g, stacks);
		plane_list_tell_missing(p, left_out, messages);
	}
	release_grid(&g);
	return rc;
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
		int stacks, int each_channel, struct messages *messages,
		struct err *err)
{
	const struct ref *r = &p->ref;
	int is_named = r->z >= 0 || r->t >= 0 || r->stack;

	if (stacks && (r->page >= 0 || r->z >= 0))
		return for_stacks(bare, err);
	if (r->page < 0 && p->axes.known &&
	    (is_named || p->axes.asked || plane_list_axes_are_all(p)))
		return by_axes(s, p, stacks, each_channel, messages, err);
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
		struct messages *messages, struct err *err)
{
	int each_channel, rc;
	char *bare = without_stars(ref, &each_channel);
	struct plane p;

	*s = (struct plane_series){ 0 };
	rc = plane_open(&p, bare, err);
	if (!rc) {
		rc = list(s, &p, bare, stacks, each_channel && !stacks,
			  messages, err);
		plane_close(&p);
	}
	if (!rc)
		rc = measure(s, ref, stacks, err);
	free(bare);
	return rc;
}
