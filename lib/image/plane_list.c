/*
 * plane_list.c - the planes of a file, by reference.
 */
#include <stdarg.h>
#include <stdio.h>

#include "base/buf.h"
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

		if (pages <= tiff_file_pages(p->file) &&
		    tiff_page(p->file, plane_page(p, k), &p->page, err) < 0)
			return -1;
		samples = p->page.palette && !p->axes.lut && !p->ref.raw ?
				  3 :
				  p->page.samples;
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
