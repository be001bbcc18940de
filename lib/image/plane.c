/* plane.c - see plane.h. */
#include "image/plane.h"

#include <stdlib.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "image/ome_files.h"
#include "image/tiff_raw.h"

enum { PLANES_MAX = 100000 }; /* more are not looked at one by one */

/* Returns 1 if NAME lists channels, as only some cells may
 * (manifest/channel.h): "all", "0+2". */
static int is_list(const char *name)
{
	return !strcmp(name, "all") ||
	       (strchr(name, '+') &&
		strspn(name, "0123456789+") == strlen(name));
}

static int no_channel(const struct plane *p, struct err *err)
{
	const struct strs *names = &p->axes.channel;
	struct buf b = { 0 };

	if (is_list(p->ref.channel))
		return tiff_file_fault(p->file, err,
				       "[c=%s] names several channels, and one "
				       "is wanted here, as in '%s[c=0]'",
				       p->ref.channel, p->ref.path);
	for (size_t i = 0; i < names->n && i < 8; i++)
		buf_printf(&b, "%s'%s'", i ? ", " : "", names->at[i]);
	tiff_file_fault(p->file, err, "no channel is called '%s'; %s%s",
			p->ref.channel,
			names->n ? "there are " :
				   "it gives its "
				   "channels no names",
			buf_text(&b));
	buf_release(&b);
	return -1;
}

static struct pixel_pitch pitch(const struct plane *p)
{
	const struct dialect *d = p->contents->dialect;
	const struct tiff_page *page = &p->page;

	if (d && d->pitch)
		return d->pitch(&p->axes, page);
	return pixel_size_of_tags((double)page->density[0],
				  (double)page->density[1], page->density_unit);
}

static int is_coloured(const struct plane *p)
{
	return p->page.palette && !p->axes.grey_palettes && !p->ref.raw;
}

unsigned plane_samples(const struct plane *p)
{
	return is_coloured(p) ? 3 : p->page.samples;
}

static void describe(struct plane *p)
{
	const struct tiff_page *page = &p->page;
	size_t pages = p->contents->pages, samples = plane_samples(p);

	p->colours = is_coloured(p);
	p->inverted = page->min_is_white && !p->axes.grey_palettes &&
		      !p->ref.raw;
	p->calibrated = p->axes.calibration == AXES_LINE && !p->ref.raw &&
			page->samples == 1 &&
			(page->type == PIXEL_U8 || page->type == PIXEL_U16);
	p->info = (struct image_info){
		.width = page->width,
		.height = page->height,
		.pages = pages,
		.planes = pages * samples,
		.channels = p->axes.c * samples,
		.slices = p->axes.z,
		.frames = p->axes.t,
		.stack = 1,
		.bits = p->colours ? 16 : page->bits,
		.type = p->colours ? PIXEL_U16 : page->type,
		.pitch = pitch(p),
	};
	if (p->calibrated) {
		int is_signed = page->type == PIXEL_U16 &&
				p->axes.c0 == -32768 && p->axes.c1 == 1;

		p->info.type = is_signed ? PIXEL_I16 : PIXEL_F32;
		p->info.bits = is_signed ? 16 : 32;
	}
}

/* Finds the number of the channel that the reference names. */
static int settle_channel(struct plane *p, struct err *err)
{
	const struct strs *names = &p->axes.channel;

	for (size_t c = 0; c < names->n; c++) {
		if (strcmp(names->at[c], p->ref.channel))
			continue;
		if (p->ref.c >= 0)
			return tiff_file_fault(
				p->file, err,
				"both c=%ld and c=%zu are called '%s': give "
				"the number of the channel instead",
				p->ref.c, c, p->ref.channel);
		p->ref.c = (long)c;
	}
	return p->ref.c < 0 ? no_channel(p, err) : 0;
}

/* Adds to ERR that the file with the description cannot be read, if that is so.
 * Returns -1. */
static int blame_companion(const struct plane *p, struct err *err)
{
	size_t n = strlen(err->text);

	if (p->axes.companion)
		snprintf(err->text + n, sizeof(err->text) - n,
			 "; its description is in '%s', which is missing or "
			 "damaged",
			 p->axes.companion);
	return -1;
}

/* Applies the axes and the channel name that the reference gives. */
static int settle_axes(struct plane *p, struct err *err)
{
	if (p->ref.axes &&
	    axes_ask(&p->axes, p->ref.axes, p->contents->pages, err) < 0)
		return err_wrap(err, "cannot read '%s': ", p->ref.path);
	if (p->ref.channel && settle_channel(p, err) < 0)
		return blame_companion(p, err);
	return 0;
}

static int is_whole(const struct plane *p)
{
	return p->contents->chain.end == TIFF_CHAIN_WHOLE;
}

/* If the list of pages is damaged, a page can still be read by its number.
 * "All pages" is refused, since some may be missing. */
static int check_chain(const struct plane *p, struct err *err)
{
	const struct ref *r = &p->ref;
	size_t pages = p->contents->chain.pages;
	int is_named = r->page >= 0 || r->c >= 0 || r->z >= 0 || r->t >= 0 ||
		       r->channel;

	if (is_whole(p) || (is_named && !r->stack))
		return 0;
	return tiff_file_fault(p->file, err,
			       "its list of pages is damaged: %s after %zu "
			       "page%s; name pages by their numbers, as in "
			       "'%s[0]'",
			       p->contents->chain.end == TIFF_CHAIN_LOOP ?
				       "it leads back to an earlier page" :
				       "it breaks off",
			       pages, pages == 1 ? "" : "s", r->path);
}

const char *plane_warning(const struct plane *p)
{
	if (!is_whole(p))
		return "a file whose list of pages is damaged: there may have "
		       "been more pages";
	return p->page.jpeg ? "a file compressed by JPEG, which changes "
			      "pixels: use the files from before, if there "
			      "are any" :
			      "";
}

int plane_open(struct plane *p, const char *ref, struct err *err)
{
	*p = (struct plane){ 0 };
	if (ref_parse(&p->ref, ref, err) < 0)
		return -1;
	if (tiff_open(&p->file, p->ref.path, err) < 0 ||
	    contents_of(&p->contents, p->file, err) < 0) {
		plane_close(p);
		return -1;
	}
	p->axes = p->contents->axes;
	p->page = p->contents->first;
	if (check_chain(p, err) < 0 || settle_axes(p, err) < 0) {
		plane_close(p);
		return -1;
	}
	describe(p);
	return 0;
}

void plane_close(struct plane *p)
{
	tiff_close(p->file);
	ref_release(&p->ref);
	contents_release(p->contents);
	*p = (struct plane){ 0 };
}

/* Returns the number of plane C, Z, T in the order of the description. */
static size_t plane_number(const struct plane *p, size_t c, size_t z, size_t t)
{
	const struct axes *a = &p->axes;
	size_t samples = p->info.channels / a->c;

	return c / samples * a->c_step + z * a->z_step + t * a->t_step;
}

enum plane_place plane_place(const struct plane *p, size_t c, size_t z,
			     size_t t)
{
	const struct axes *a = &p->axes;
	size_t plane = plane_number(p, c, z, t);
	const struct axes_run *r = axes_find_run(a, plane);

	if (!a->of_set || a->asked)
		return PLANE_HERE;
	if (!a->runs)
		return plane < p->info.pages ? PLANE_HERE : PLANE_MISSING;
	if (!r)
		return PLANE_MISSING;
	if (r->file)
		return ome_files_name(p->ref.path, r, a->renamed != NULL) ?
			       PLANE_ELSEWHERE :
			       PLANE_MISSING;
	return r->page + (plane - r->plane) < p->info.pages ? PLANE_HERE :
							      PLANE_MISSING;
}

int plane_is_here(const struct plane *p, size_t c, size_t z, size_t t)
{
	const struct axes *a = &p->axes;
	const struct axes_run *r = axes_find_run(a, plane_number(p, c, z, t));

	/* whether another file is there need not be known */
	return r && r->file && a->of_set && !a->asked ?
		       0 :
		       plane_place(p, c, z, t) == PLANE_HERE;
}

const char *plane_file(const struct plane *p, size_t c, size_t z, size_t t)
{
	const struct axes *a = &p->axes;
	const struct axes_run *r = axes_find_run(a, plane_number(p, c, z, t));
	const char *now = r && r->file ? ome_files_name(p->ref.path, r,
							a->renamed != NULL) :
					 NULL;

	return now ? now : r ? r->file : NULL;
}

enum plane_place plane_place_of_stack(const struct plane *p, size_t c, size_t t)
{
	const struct image_info *i = &p->info;
	int any = 0;

	/* A few bytes of a description can plan any number of slices. */
	if (i->slices > i->pages ||
	    (double)i->channels * (double)i->slices * (double)i->frames >
		    PLANES_MAX)
		return plane_place(p, c, 0, t);
	for (size_t z = 0; z < p->info.slices; z++) {
		enum plane_place place = plane_place(p, c, z, t);

		if (place == PLANE_MISSING)
			return PLANE_MISSING;
		any |= place == PLANE_HERE;
	}
	return any ? PLANE_HERE : PLANE_ELSEWHERE;
}

static int find_page(const struct plane *p, size_t c, size_t z, size_t t,
		     size_t *page, struct err *err)
{
	const struct axes *a = &p->axes;
	const struct dialect *d = p->contents->dialect;

	*page = c * a->c_step + z * a->z_step + t * a->t_step;
	if (a->asked || !d || !d->page)
		return 0;
	if (p->contents->contradicts)
		return tiff_file_fault(
			p->file, err,
			"its %s description takes for a plane a page that is "
			"marked as a smaller copy of another page; so its page "
			"numbers can mean two things: name a page, as in "
			"'%s[0]'",
			d->name, p->ref.path);
	return d->page(a, *page, p->ref.path, page, err);
}

/* Chooses an index along one axis: the one given or, if there is only one,
 * 0. */
static int pick(const struct plane *p, const char *axis, long given, size_t n,
		size_t *to, struct err *err)
{
	const struct image_info *i = &p->info;
	int stacks = !strcmp(axis, "z") && p->ref.page < 0;

	if (given < 0 && n > 1)
		return tiff_file_fault(
			p->file, err,
			"it holds %zu planes (%zu channel%s, %zu slice%s, %zu "
			"frame%s): say which plane you want, as in "
			"'%s[%s%s=0]'%s%s",
			i->planes, i->channels, i->channels == 1 ? "" : "s",
			i->slices, i->slices == 1 ? "" : "s", i->frames,
			i->frames == 1 ? "" : "s", p->ref.path,
			p->ref.page < 0 ? "" : "0,", axis,
			stacks ? ", or take all slices as a stack: [z=all]" :
				 "",
			*axis == 'c' ? ", or give a network all channels: "
				       "[c=all]" :
				       "");
	if (given >= 0 && (size_t)given >= n)
		return tiff_file_fault(p->file, err,
				       "no %s=%ld: there are %zu, "
				       "counted from 0",
				       axis, given, n);
	*to = given < 0 ? 0 : (size_t)given;
	return 0;
}

/* Finds the page by the axes, and *C, the number of the sample in that page.
 * SLICE is used as the reference's z. */
static int by_axes(struct plane *p, long slice, size_t *page, size_t *c,
		   struct err *err)
{
	size_t samples = p->info.channels / p->axes.c, z, t;

	if (pick(p, "c", p->ref.c, p->info.channels, c, err) < 0 ||
	    pick(p, "z", slice, p->info.slices, &z, err) < 0 ||
	    pick(p, "t", p->ref.t, p->info.frames, &t, err) < 0 ||
	    find_page(p, *c / samples, z, t, page, err) < 0)
		return -1;
	*c %= samples;
	return 0;
}

/* Finds the page by its number, or takes the only page. */
static int by_number(struct plane *p, size_t *page, struct err *err)
{
	if (p->info.pages == 1 && p->ref.page < 0)
		return pick(p, "z", p->ref.z, 1, page, err) < 0 ||
				       pick(p, "t", p->ref.t, 1, page, err) <
					       0 ?
			       -1 :
			       0;
	if (p->ref.stack)
		return tiff_file_fault(p->file, err,
				       "it does not say which page is which "
				       "slice: give the axes, as in "
				       "'%s[axes=z,z=all]' or by --axes",
				       p->ref.path);
	if (p->ref.z >= 0 || p->ref.t >= 0)
		return tiff_file_fault(
			p->file, err,
			"it does not say which page is which slice or frame: "
			"name a page by its number, as in '%s[0]', or give the "
			"axes, as in '%s[axes=t,t=0]' or by --axes",
			p->ref.path, p->ref.path);
	if (p->ref.page < 0)
		return tiff_file_fault(
			p->file, err,
			"it has %zu pages and does not say what the pages are: "
			"name a page, as in '%s[0]', or give the axes, as in "
			"'%s[axes=t,t=0]' or by --axes",
			p->info.pages, p->ref.path, p->ref.path);
	*page = (size_t)p->ref.page;
	return 0;
}

/* Checks that the samples of the current page can be converted.  Stored samples
 * can always be read. */
static int check_conversion(const struct plane *p, struct err *err)
{
	const struct tiff_page *page = &p->page;

	if (p->ref.raw)
		return 0;
	if (p->colours && (!page->has_map || page->samples != 1))
		return tiff_file_fault(p->file, err,
				       "it is a palette image %s: to read the "
				       "numbers as stored, add '[raw]' to its "
				       "name",
				       page->has_map ? "with more than one "
						       "sample a pixel" :
						       "without a usable "
						       "colour map");
	if (p->inverted && pixel_is_float(page->type))
		return tiff_file_fault(
			p->file, err,
			"white is 0 in it, and its samples are real numbers, "
			"which cannot be inverted: to read the numbers as "
			"stored, add '[raw]' to its name");
	if (page->orientation > 1 && page->orientation <= 8)
		return tiff_file_fault(
			p->file, err,
			"its rows do not begin at the top left (Orientation "
			"%u): save the image upright, or add '[raw]' to its "
			"name to read the rows as stored",
			page->orientation);
	return 0;
}

static int go_to(struct plane *p, size_t page, struct err *err)
{
	size_t pages = p->info.pages;

	if (page >= pages)
		return tiff_file_fault(p->file, err,
				       "no page %zu: there are %zu, "
				       "counted from 0",
				       page, pages);
	if (contents_select(p->contents, p->file, page, &p->page, err) < 0)
		return -1;
	if (p->contents->behind_one && (page || p->ref.stack))
		tiff_raw_select(&p->page, page);
	describe(p);
	return check_conversion(p, err);
}

int plane_slice(struct plane *p, size_t z, struct err *err)
{
	struct tiff_page was = p->page;
	struct image_info info = p->info;
	size_t page, c;

	if (p->stack < 2)
		return 0;
	if (by_axes(p, (long)z, &page, &c, err) < 0 || go_to(p, page, err) < 0)
		return -1;
	p->info = info;
	if (tiff_page_alike(&was, &p->page))
		return 0;
	return tiff_file_fault(p->file, err,
			       "its slices differ in size, type or "
			       "layout (page %zu differs from the pages before "
			       "it)",
			       page);
}

/* Sets the number of slices of a stack and their total height.  Checks that the
 * last slice exists; the others are checked when they are read. */
static int measure(struct plane *p, size_t slices, struct err *err)
{
	size_t page, c;

	if (slices > 1 && by_axes(p, (long)slices - 1, &page, &c, err) < 0)
		return -1;
	if (slices > 1 && page >= p->info.pages)
		return tiff_file_fault(p->file, err,
				       "it has %zu pages, too few "
				       "for %zu slices",
				       p->info.pages, slices);
	p->stack = slices;
	p->info.stack = slices;
	p->info.height = p->page.height * slices;
	return 0;
}

/* Returns 1 if the plane is to be found by axes.  The only page of a file can
 * be any channel, slice or frame that the axes name. */
static int goes_by_axes(const struct plane *p)
{
	return p->axes.known && p->ref.page < 0 &&
	       (p->info.pages > 1 || p->ref.z >= 0 || p->ref.t >= 0 ||
		p->ref.stack ||
		(p->ref.c >= 0 && p->axes.of_set && !p->axes.asked &&
		 p->axes.c > 1));
}

/* Checks that all slices of the stack that the reference names are in this
 * file, if any of them is. */
static int check_slices(const struct plane *p, struct err *err)
{
	size_t c, t, z, here = 0, other;

	if (pick(p, "c", p->ref.c, p->info.channels, &c, err) < 0 ||
	    pick(p, "t", p->ref.t, p->info.frames, &t, err) < 0)
		return -1;
	other = p->info.slices;
	if (other > PLANES_MAX)
		return 0;
	for (z = p->info.slices; z-- > 0;)
		if (plane_is_here(p, c, z, t))
			here++;
		else
			other = z;
	if (!here || other == p->info.slices)
		return 0;
	if (plane_place(p, c, other, t) == PLANE_MISSING)
		return tiff_file_fault(p->file, err,
				       "the stack at c=%zu,t=%zu lacks %zu of "
				       "its %zu slices, the first at z=%zu",
				       c, t, p->info.slices - here,
				       p->info.slices, other);
	return tiff_file_fault(
		p->file, err,
		"the slices of the stack at c=%zu,t=%zu lie in several files: "
		"z=%zu is in '%s', and a stack must be in one file: name "
		"single slices, as in '%s[z=0]', or other frames",
		c, t, other, plane_file(p, c, other, t), p->ref.path);
}

/* Sets the name of the channel that was chosen.  The samples of a pixel have
 * none of their own. */
static void set_name(struct plane *p)
{
	const struct strs *names = &p->axes.channel;
	size_t c = p->ref.c < 0 ? 0 : (size_t)p->ref.c, n = 0;
	const char *name = "";

	if (p->ref.page < 0 && p->info.channels == p->axes.c &&
	    names->n == p->axes.c && c < names->n)
		name = names->at[c];
	while (name[n] && n + 1 < PIXEL_CHANNEL)
		n++;
	while (n && name[n] && ((unsigned char)name[n] & 0xc0) == 0x80)
		n--; /* no half of a character */
	for (size_t i = 0; i < n; i++)
		p->info.channel[i] = (unsigned char)name[i] < ' ' ? ' ' :
								    name[i];
	p->info.channel[n] = 0;
}

int plane_choose(struct plane *p, struct err *err)
{
	int axes = goes_by_axes(p);
	size_t slices = axes ? p->info.slices : 1, page, c;

	if (axes && p->ref.stack && check_slices(p, err) < 0)
		return blame_companion(p, err);
	if ((axes ? by_axes(p, p->ref.stack ? 0 : p->ref.z, &page, &c, err) :
		    by_number(p, &page, err)) < 0)
		return blame_companion(p, err);
	if (go_to(p, page, err) < 0)
		return -1;
	if (!axes && pick(p, "c", p->ref.c, plane_samples(p), &c, err) < 0)
		return -1;
	if (c >= plane_samples(p))
		return tiff_file_fault(p->file, err,
				       "page %zu has only %u channel%s", page,
				       p->page.samples,
				       p->page.samples == 1 ? "" : "s");
	p->sample = (unsigned)c;
	set_name(p);
	return p->ref.stack ? measure(p, slices, err) : 0;
}
