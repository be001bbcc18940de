/* plane_list.c - see plane_list.h. */
#include "image/plane_list.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "image/ome_files.h"
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
	buf_printf(&b, "%s[%s", p->ref.path, select);
	ref_add_ways(&b, &p->ref);
	buf_char(&b, ']');
	strs_take(to, buf_detach(&b));
}

/* Sets the range [*I, *END) of an axis: the number given, or all N. */
static void range(long said, size_t n, size_t *i, size_t *end)
{
	*i = said < 0 ? 0 : (size_t)said;
	*end = said < 0 ? n : *i + 1;
}

struct places { /* counts of planes by where they are */
	size_t here, missing;
	size_t c, z, t;	  /* the first missing plane */
	const char *file; /* the file that should have it, or NULL */
};

static struct places count_places(const struct plane *p)
{
	const struct image_info *i = &p->info;
	struct places n = { 0 };

	for (size_t t = 0; t < i->frames; t++)
		for (size_t z = 0; z < i->slices; z++)
			for (size_t c = 0; c < i->channels; c++) {
				enum plane_place place = plane_place(p, c, z,
								     t);

				n.here += place == PLANE_HERE;
				if (place == PLANE_MISSING && !n.missing++) {
					n.c = c;
					n.z = z;
					n.t = t;
					n.file = plane_file(p, c, z, t);
				}
			}
	return n;
}

static double planes_by_axes(const struct plane *p)
{
	const struct image_info *i = &p->info;

	return (double)i->channels * (double)i->slices * (double)i->frames;
}

/* Returns 1 if the description tells of planes in other files. */
static int has_others(const struct plane *p)
{
	for (size_t i = 0; i < p->axes.runs; i++)
		if (p->axes.run[i].file)
			return 1;
	return 0;
}

/* Returns the path of the first file of the set that is there: all its files
 * tell of the set by this name.  The caller frees it. */
static char *name_of_set(const struct plane *p)
{
	const struct axes *a = &p->axes;
	const char *path = p->ref.path, *slash = strrchr(path, '/');

	for (size_t i = 0; i < a->runs && a->run[i].file; i++) {
		const char *name = ome_files_name(path, &a->run[i],
						  a->renamed != NULL);

		if (name)
			return mem_printf("%.*s%s",
					  slash ? (int)(slash + 1 - path) : 0,
					  path, name);
	}
	return mem_str(path);
}

/* Warns of planes that no file has, once for all files of a set. */
static void tell_places(const struct plane *p, const struct places *n,
			const char *also, struct messages *messages)
{
	const struct image_info *i = &p->info;
	int several = has_others(p);
	char *name = name_of_set(p);
	struct messages once = { 0 };
	char file[300] = "";

	if (n->file)
		snprintf(file, sizeof(file),
			 " (in '%s', which is not in the same directory)",
			 n->file);
	messages_warn(&once,
		      "'%s'%s: %zu of the planes in %s description (%zu "
		      "channel%s, %zu slice%s, %zu frame%s) %s missing, the "
		      "first at c=%zu,z=%zu,t=%zu%s%s%s",
		      name, several ? " and the other files of its set" : "",
		      n->missing, several ? "their" : "its", i->channels,
		      i->channels == 1 ? "" : "s", i->slices,
		      i->slices == 1 ? "" : "s", i->frames,
		      i->frames == 1 ? "" : "s", n->missing == 1 ? "is" : "are",
		      n->c, n->z, n->t, file, *also ? "; " : "", also);
	messages_move(messages, &once);
	free(name);
}

/* Warns if another file has the UUID of this one, which was renamed, once for
 * all files of a directory. */
static void tell_copies(const struct plane *p, struct messages *messages)
{
	const char *path = p->ref.path, *uuid = p->axes.renamed;
	const char *slash = strrchr(path, '/'), *copy = "", *first = "";
	struct messages once = { 0 };
	size_t n;

	if (!uuid || ome_files_with(path, uuid) < 2)
		return;
	n = ome_files_copies(path, &copy, &first);
	messages_warn(&once,
		      "'%.*s': %zu file%s the UUID of another file, as '%s' "
		      "has that of '%s', so the same planes are in both: use "
		      "only one file of each UUID",
		      slash ? (int)(slash - path) : 1, slash ? path : ".", n,
		      n == 1 ? " has" : "s have", copy, first);
	messages_move(messages, &once);
}

void plane_list_tell_missing(const struct plane *p, size_t left_out,
			     struct messages *messages)
{
	struct places n;
	char also[100] = "";
	int alone;

	if (!messages || !p->axes.of_set || p->axes.asked ||
	    planes_by_axes(p) > PLANES_MAX)
		return;
	n = count_places(p);
	if (left_out)
		snprintf(also, sizeof(also),
			 "%zu plane%s of frames that are not whole in this "
			 "file %s left out",
			 left_out, left_out == 1 ? "" : "s",
			 left_out == 1 ? "is" : "are");
	/* What all files of a set say is said once. */
	alone = !has_others(p);
	if (n.missing)
		tell_places(p, &n, alone ? also : "", messages);
	if (left_out && !(n.missing && alone))
		messages_warn(messages, "'%s': %s", p->ref.path, also);
	if (!alone)
		tell_copies(p, messages);
}

/* Returns 1 if SMALL is LARGE divided by a whole number, up or down to whole
 * pixels. */
static int is_level(const struct tiff_link *small,
		    const struct tiff_link *large)
{
	uint32_t by = small->width ?
			      (large->width + small->width / 2) / small->width :
			      0;

	return by > 1 &&
	       (small->width == large->width / by ||
		small->width == (large->width - 1) / by + 1) &&
	       (small->height == large->height / by ||
		small->height == (large->height - 1) / by + 1);
}

static const struct tiff_link *link_of(const struct plane *p, size_t page)
{
	const struct contents *c = p->contents;

	return &c->chain.page[c->page ? c->page[page] : page];
}

/* Warns of pages that look like the smaller levels of a pyramid, but are not
 * marked as such.  They may be images, so they are not left out.  Returns 1 if
 * there are any. */
static int tell_levels(const struct plane *p, struct messages *messages)
{
	const struct tiff_link *large = link_of(p, 0), *last = NULL, *page;
	struct buf sizes = { 0 };
	size_t n = 0;

	for (size_t i = 0; i < p->info.pages && !p->contents->behind_one; i++) {
		page = link_of(p, i);
		if (contents_is_copy(p->contents, i) || !is_level(page, large))
			continue;
		if (n++ < 8 && (!last || page->width != last->width ||
				page->height != last->height))
			buf_printf(&sizes, "%s%ux%u", last ? ", " : "",
				   page->width, page->height);
		last = page;
	}
	if (n)
		messages_warn(messages,
			      "'%s': %zu page%s of %s pixels may be %s of page "
			      "0 (%ux%u), but %s not marked so, and %s taken "
			      "for %s: if need be, name the pages, as in "
			      "'%s[0]'",
			      p->ref.path, n, n == 1 ? "" : "s",
			      buf_text(&sizes),
			      n == 1 ? "a smaller copy" : "smaller copies",
			      large->width, large->height,
			      n == 1 ? "is" : "are", n == 1 ? "is" : "are",
			      n == 1 ? "an image" : "images", p->ref.path);
	buf_release(&sizes);
	return n > 0;
}

/* Warns if the file's description does not fit its pages, which are taken by
 * their numbers, or if pages look like smaller copies. */
static void tell_unmatched(const struct plane *p, struct messages *messages)
{
	const struct axes *a = &p->axes;
	const char *path = p->ref.path;
	size_t pages = p->info.pages - p->contents->copies;

	if (!messages || a->asked || tell_levels(p, messages))
		return;
	if (a->of_set && planes_by_axes(p) <= PLANES_MAX) {
		struct places n = count_places(p);

		messages_warn(messages,
			      "'%s': its description says only what %zu of its "
			      "%zu page%s %s; so all pages are taken by their "
			      "numbers",
			      path, n.here, p->info.pages,
			      p->info.pages == 1 ? "" : "s",
			      n.here == 1 ? "is" : "are");
	} else if (!a->of_set && !a->shape_is_all && a->images > 1 &&
		   a->images != pages) {
		messages_warn(messages,
			      "'%s': its description says that it has %zu "
			      "planes, and it has %zu page%s; so all pages are "
			      "taken by their numbers",
			      path, a->images, pages, pages == 1 ? "" : "s");
	}
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

/* Returns 1 if plane C, Z, T is in this file or, if the reference asks for
 * stacks, the whole stack. */
static int is_here(const struct plane *p, size_t c, size_t z, size_t t)
{
	return p->ref.stack ? plane_place_of_stack(p, c, t) == PLANE_HERE :
			      plane_is_here(p, c, z, t);
}

/* Appends the planes of this file, by their axes. */
static void add_axes(struct strs *to, const struct plane *p)
{
	size_t c0, c1, z0, z1, t, t1;

	range(p->ref.c, p->info.channels, &c0, &c1);
	range(p->ref.stack ? 0 : p->ref.z, p->info.slices, &z0, &z1);
	range(p->ref.t, p->info.frames, &t, &t1);
	for (; t < t1; t++)
		for (size_t z = z0; z < z1; z++)
			for (size_t c = c0; c < c1; c++)
				if (is_here(p, c, z, t))
					add_plane(to, p, c, z, t);
}

int plane_list_axes_are_all(const struct plane *p)
{
	double all = planes_by_axes(p);
	size_t samples = p->info.channels / p->axes.c;

	if (!p->axes.known || all > PLANES_MAX)
		return 0;
	if (!p->axes.of_set || p->axes.asked)
		return all == (double)p->info.planes;
	return count_places(p).here >=
	       (p->info.pages - p->contents->copies) * samples;
}

/* Returns the number of planes along the axes for which the reference gives no
 * number. */
static size_t open_planes(const struct plane *p)
{
	return (p->ref.c < 0 ? p->info.channels : 1) *
	       (p->ref.z < 0 && !p->ref.stack ? p->info.slices : 1) *
	       (p->ref.t < 0 ? p->info.frames : 1);
}

/* Appends the planes of all pages by number; pages may differ in their number
 * of samples. */
static int add_pages(struct strs *to, struct plane *p, struct err *err)
{
	size_t before = to->n, pages = p->info.pages;

	for (size_t k = 0; k < pages; k++) {
		size_t samples;

		if (contents_is_copy(p->contents, k))
			continue;
		if (contents_select(p->contents, p->file, k, &p->page, err) < 0)
			return -1;
		samples = plane_samples(p);
		if (to->n - before + samples > PLANES_MAX)
			return tiff_file_fault(p->file, err,
					       "more than %d planes: name "
					       "fewer planes, as in '%s[0]'",
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

/* Returns 1 if the reference gives numbers for some axes of a set of files, and
 * so may name several planes or none of this file. */
static int chooses_of_set(const struct plane *p)
{
	return p->axes.known && p->axes.of_set && !p->axes.asked &&
	       (p->ref.c >= 0 || p->ref.z >= 0 || p->ref.t >= 0) &&
	       open_planes(p) > 1;
}

int plane_list(struct strs *to, const char *ref, struct messages *messages,
	       struct err *err)
{
	struct plane p;
	size_t before;
	int rc = 0;

	if (plane_open(&p, ref, err) < 0)
		return -1;
	if ((p.info.planes == 1 && !chooses_of_set(&p)) || p.ref.page >= 0 ||
	    (p.axes.known && open_planes(&p) == 1)) {
		strs_add(to, ref);
	} else if (plane_list_axes_are_all(&p)) {
		before = to->n;
		add_axes(to, &p);
		if (to->n == before && chooses_of_set(&p))
			strs_add(to, ref); /* as below */
		plane_list_tell_missing(&p, 0, messages);
	} else if (p.ref.c >= 0 || p.ref.z >= 0 || p.ref.t >= 0 ||
		   p.ref.stack) {
		strs_add(to, ref); /* reading it will report what is wrong */
	} else {
		tell_unmatched(&p, messages);
		rc = add_pages(to, &p, err);
	}
	plane_close(&p);
	return rc;
}

/* Stars */

enum { T, Z, C, PAGE, STARS };

static const char *const star_text[STARS] = { "t=*", "z=*", "c=*", "*" };

struct stars {
	struct strs item; /* the items of the selection, stars included */
	int index[STARS]; /* index of the item with this star; -1: none */
	size_t n[STARS];  /* how many numbers it stands for; 1 if none */
	char *path;
};

static int parse(struct stars *s, const char *ref)
{
	int found = 0;

	*s = (struct stars){ .index = { -1, -1, -1, -1 }, .n = { 1, 1, 1, 1 } };
	ref_split_items(ref, &s->path, &s->item);
	for (size_t i = 0; i < s->item.n; i++)
		for (int k = 0; k < STARS; k++)
			if (!strcmp(s->item.at[i], star_text[k])) {
				s->index[k] = (int)i;
				found = 1;
			}
	return found;
}

static void release(struct stars *s)
{
	strs_release(&s->item);
	free(s->path);
}

/* Returns the reference with each star replaced by its NUMBER or, if NUMBER is
 * NULL, left out. */
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

/* Returns what replaces the stars: "z0_t03".  Numbers have leading zeros, so
 * that names sort in the order of the numbers. */
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

/* Finds out how many numbers each star stands for.  The caller closes P. */
static int count(struct stars *s, struct plane *p, struct err *err)
{
	char *base = fill_in(s, NULL);
	int rc = plane_open(p, base, err);

	free(base);
	if (rc < 0)
		return -1;
	if ((s->index[T] >= 0 || s->index[Z] >= 0) && !p->axes.known &&
	    p->info.pages > 1)
		return tiff_file_fault(
			p->file, err,
			"it does not say which of its %zu pages is which slice "
			"or frame: take all pages as '%s[*]', or say by --axes "
			"what the pages are",
			p->info.pages, s->path);
	s->n[T] = s->index[T] >= 0 ? p->info.frames : 1;
	s->n[Z] = s->index[Z] >= 0 ? p->info.slices : 1;
	s->n[C] = s->index[C] >= 0 ? p->info.channels : 1;
	s->n[PAGE] = s->index[PAGE] >= 0 ? p->info.pages : 1;
	if ((double)s->n[T] * (double)s->n[Z] * (double)s->n[C] *
		    (double)s->n[PAGE] >
	    PLANES_MAX)
		return tiff_file_fault(p->file, err, "more than %d planes",
				       PLANES_MAX);
	return 0;
}

/* Returns the index along an axis: what the star stands for, or the number
 * given, or 0 if there is only one; -1 if it is not given. */
static long axis_number(const struct stars *s, int star, size_t number,
			long said, size_t n)
{
	return s->index[star] >= 0 ? (long)number :
	       said >= 0	   ? said :
	       n == 1		   ? 0 :
				     -1;
}

static int is_wanted(const struct stars *s, const struct plane *p,
		     const size_t *number)
{
	const struct image_info *i = &p->info;
	long c = axis_number(s, C, number[C], p->ref.c, i->channels);
	long z = axis_number(s, Z, number[Z], p->ref.z, i->slices);
	long t = axis_number(s, T, number[T], p->ref.t, i->frames);

	if (s->index[PAGE] >= 0 && contents_is_copy(p->contents, number[PAGE]))
		return 0;
	if (!p->axes.known || s->index[PAGE] >= 0 || c < 0 || t < 0 ||
	    (z < 0 && !p->ref.stack))
		return 1;
	return is_here(p, (size_t)c, z < 0 ? 0 : (size_t)z, (size_t)t);
}

static int expand(struct strs *to, struct strs *varied, struct stars *s,
		  struct messages *messages, struct err *err)
{
	struct plane p = { 0 };
	int rc = count(s, &p, err);
	size_t all = s->n[T] * s->n[Z] * s->n[C] * s->n[PAGE], number[STARS];

	for (size_t i = 0; i < all && !rc; i++) {
		size_t rest = i;

		for (int k = STARS; k-- > 0;) {
			number[k] = rest % s->n[k];
			rest /= s->n[k];
		}
		if (!is_wanted(s, &p, number))
			continue;
		strs_take(to, fill_in(s, number));
		strs_take(varied, varied_text(s, number));
	}
	if (!rc)
		plane_list_tell_missing(&p, 0, messages);
	if (!rc && messages && s->index[PAGE] >= 0)
		tell_levels(&p, messages);
	plane_close(&p);
	return rc;
}

int plane_list_expand(struct strs *to, struct strs *varied, const char *ref,
		      struct messages *messages, struct err *err)
{
	struct stars s;
	int rc = 0;

	if (parse(&s, ref)) {
		rc = expand(to, varied, &s, messages, err);
	} else {
		strs_add(to, ref);
		strs_add(varied, "");
	}
	release(&s);
	return rc;
}

int plane_list_is_elsewhere(const char *ref)
{
	struct err err = { 0 };
	struct strs here = { 0 };
	struct plane p;
	struct stars s;
	char *base;
	int elsewhere = 0;

	parse(&s, ref);
	base = fill_in(&s, NULL);
	release(&s);
	if (plane_open(&p, base, &err) == 0) {
		if (p.axes.known && p.axes.of_set && !p.axes.asked &&
		    p.ref.page < 0 && planes_by_axes(&p) <= PLANES_MAX) {
			add_axes(&here, &p);
			elsewhere = !here.n;
		}
		plane_close(&p);
	}
	free(base);
	strs_release(&here);
	return elsewhere;
}
