/* plane_list.c - see plane_list.h. */
#include "image/plane_list.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "image/plane.h"

enum { PLANES_MAX = 100000 };

static void add(struct strs *to, const struct plane *p, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static void add(struct strs *to, const struct plane *p, const char *format, ...)
{
	struct buf b = { 0 };
	char select[100];
	va_list args;

	va_start(args, format);
	vsnprintf(select, sizeof(select), format, args);
	va_end(args);
	buf_printf(&b, "%s[%s%s]", p->ref.path, select,
		   p->ref.raw ? ",raw" : "");
	strs_take(to, buf_detach(&b));
}

/* From *I on up to *END: what was said, or all N. */
static void range(long said, size_t n, size_t *i, size_t *end)
{
	*i = said < 0 ? 0 : (size_t)said;
	*end = said < 0 ? n : *i + 1;
}

static void add_plane(struct strs *to, const struct plane *p, size_t c,
		      size_t z, size_t t)
{
	const char *axes = p->ref.axes ? p->ref.axes : "";
	const char *ask = *axes ? "axes=" : "", *comma = *axes ? "," : "";

	if (p->ref.stack)
		add(to, p, "%s%s%sc=%zu,z=all,t=%zu", ask, axes, comma, c, t);
	else
		add(to, p, "%s%s%sc=%zu,z=%zu,t=%zu", ask, axes, comma, c, z,
		    t);
}

static int add_axes(struct strs *to, const struct plane *p)
{
	size_t c0, c1, z0, z1, t, t1;

	range(p->ref.c, p->info.channels, &c0, &c1);
	range(p->ref.stack ? 0 : p->ref.z, p->info.slices, &z0, &z1);
	range(p->ref.t, p->info.frames, &t, &t1);
	for (; t < t1; t++)
		for (size_t z = z0; z < z1; z++)
			for (size_t c = c0; c < c1; c++)
				add_plane(to, p, c, z, t);
	return 0;
}

/* How many planes the axes that were not said have. */
static size_t open_planes(const struct plane *p)
{
	return (p->ref.c < 0 ? p->info.channels : 1) *
	       (p->ref.z < 0 && !p->ref.stack ? p->info.slices : 1) *
	       (p->ref.t < 0 ? p->info.frames : 1);
}

/* Pages may differ in what they hold. */
static int add_pages(struct strs *to, struct plane *p, struct err *err)
{
	size_t before = to->n, pages = p->info.pages;

	for (size_t k = 0; k < pages; k++) {
		size_t samples;

		if (contents_select(p->contents, p->file, k, &p->page, err) < 0)
			return -1;
		samples = plane_samples(p);
		if (to->n - before + samples > PLANES_MAX)
			return tiff_file_fault(p->file, err,
					       "more than %d planes:"
					       " name some, as in '%s[0]'",
					       PLANES_MAX, p->ref.path);
		for (size_t c = 0; c < samples; c++) {
			if (pages == 1)
				add(to, p, "c=%zu", c);
			else if (samples == 1)
				add(to, p, "%zu", k);
			else
				add(to, p, "%zu,c=%zu", k, c);
		}
	}
	return 0;
}

int plane_list(struct strs *to, const char *ref, struct err *err)
{
	struct plane p;
	const struct image_info *i = &p.info;
	int rc = 0;

	if (plane_open(&p, ref, err) < 0)
		return -1;
	if (i->planes == 1 || p.ref.page >= 0 ||
	    (p.axes.known && open_planes(&p) == 1))
		strs_add(to, ref);
	else if (p.axes.known && i->planes <= PLANES_MAX &&
		 i->channels * i->slices * i->frames == i->planes)
		rc = add_axes(to, &p);
	else if (p.ref.c >= 0 || p.ref.z >= 0 || p.ref.t >= 0 || p.ref.stack)
		strs_add(to, ref); /* reading it will say what is wrong */
	else
		rc = add_pages(to, &p, err);
	plane_close(&p);
	return rc;
}

/* Stars */

enum { T, Z, C, PAGE, STARS };

static const char *const star_text[STARS] = { "t=*", "z=*", "c=*", "*" };

struct stars {
	struct strs item; /* of the selection, stars and all */
	int index[STARS]; /* index of the item; -1: no star */
	size_t n[STARS];  /* how many it stands for; no star: 1 */
	char *path;
};

static int parse(struct stars *s, const char *ref)
{
	char *select;
	int found = 0;

	*s = (struct stars){ .index = { -1, -1, -1, -1 }, .n = { 1, 1, 1, 1 } };
	ref_split(ref, &s->path, &select);
	if (select[0]) {
		select[strlen(select) - 1] = 0;
		strs_split(&s->item, select + 1, ',');
	}
	for (size_t i = 0; i < s->item.n; i++)
		for (int k = 0; k < STARS; k++)
			if (!strcmp(s->item.at[i], star_text[k])) {
				s->index[k] = (int)i;
				found = 1;
			}
	free(select);
	return found;
}

static void release(struct stars *s)
{
	strs_release(&s->item);
	free(s->path);
}

/* The reference where each star is its NUMBER, or is left out. */
static char *fill_in(const struct stars *s, const size_t *number)
{
	struct buf b = { 0 };
	const char *between = "[";

	buf_str(&b, s->path);
	for (size_t i = 0; i < s->item.n; i++) {
		const char *item = s->item.at[i];
		int star = -1;

		for (int k = 0; k < STARS; k++)
			if (s->index[k] == (int)i)
				star = k;
		if (star >= 0 && !number)
			continue;
		buf_str(&b, between);
		if (star < 0)
			buf_str(&b, item);
		else if (star == PAGE)
			buf_printf(&b, "%zu", number[star]);
		else
			buf_printf(&b, "%c=%zu", item[0], number[star]);
		between = ",";
	}
	if (*between == ',')
		buf_char(&b, ']');
	return buf_detach(&b);
}

/* "z0_t03": as wide as the last, so that they sort as they are counted. */
static char *varied_text(const struct stars *s, const size_t *number)
{
	static const char letter[STARS + 1] = "tzcp";
	struct buf b = { 0 };

	for (int k = STARS; k-- > 0;)
		if (s->index[k] >= 0) {
			int wide = snprintf(NULL, 0, "%zu", s->n[k] - 1);

			buf_printf(&b, "%s%c%0*zu", b.len ? "_" : "", letter[k],
				   wide, number[k]);
		}
	return buf_detach(&b);
}

static int count(struct stars *s, struct err *err)
{
	char *base = fill_in(s, NULL);
	struct plane p;
	int rc = plane_open(&p, base, err);

	free(base);
	if (rc < 0)
		return -1;
	if ((s->index[T] >= 0 || s->index[Z] >= 0) && !p.axes.known &&
	    p.info.pages > 1)
		rc = tiff_file_fault(
			p.file, err,
			"it does not say which of its "
			"%zu pages is which slice or frame: take all "
			"as '%s[*]', or say what they are by --axes",
			p.info.pages, s->path);
	s->n[T] = s->index[T] >= 0 ? p.info.frames : 1;
	s->n[Z] = s->index[Z] >= 0 ? p.info.slices : 1;
	s->n[C] = s->index[C] >= 0 ? p.info.channels : 1;
	s->n[PAGE] = s->index[PAGE] >= 0 ? p.info.pages : 1;
	if (rc == 0 && (double)s->n[T] * (double)s->n[Z] * (double)s->n[C] *
				       (double)s->n[PAGE] >
			       PLANES_MAX)
		rc = tiff_file_fault(p.file, err, "more than %d planes",
				     PLANES_MAX);
	plane_close(&p);
	return rc;
}

int plane_list_expand(struct strs *to, struct strs *varied, const char *ref,
		      struct err *err)
{
	struct stars s;
	size_t all, number[STARS];

	if (!parse(&s, ref)) {
		strs_add(to, ref);
		strs_add(varied, "");
		release(&s);
		return 0;
	}
	if (count(&s, err) < 0) {
		release(&s);
		return -1;
	}
	all = s.n[T] * s.n[Z] * s.n[C] * s.n[PAGE];
	for (size_t i = 0; i < all; i++) {
		size_t rest = i;

		for (int k = STARS; k-- > 0;) {
			number[k] = rest % s.n[k];
			rest /= s.n[k];
		}
		strs_take(to, fill_in(&s, number));
		strs_take(varied, varied_text(&s, number));
	}
	release(&s);
	return 0;
}
