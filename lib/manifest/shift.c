/*
 * shift.c - targets that lie beside their sources: what both show.
 */
#include "manifest/shift.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MOST 1e6 /* pixels; no image is that large */

static int read_offset(const struct tsv *t, size_t row, int column, long *to,
		       struct err *err)
{
	double x;

	if (tsv_real(t, row, column, &x, err) < 0)
		return -1;
	if (fabs(x) < MOST) { /* not for NaN either */
		*to = lround(x);
		return 0;
	}
	err_data(err, "an offset of %g pixels", x);
	return tsv_wrap(t, row, err);
}

static int read_row(const struct tsv *t, struct pair *to, int y, int x,
		    int quality, struct err *err)
{
	size_t row = to->row;
	int has_y = *tsv_get(t, row, y) != 0, has_x = *tsv_get(t, row, x) != 0;
	double q;

	if (has_y != has_x) {
		err_data(err, "offset_y and offset_x come together, or both "
			      "are empty");
		return tsv_wrap(t, row, err);
	}
	if (!has_y)
		return 0;
	if (read_offset(t, row, y, &to->dy, err) < 0 ||
	    read_offset(t, row, x, &to->dx, err) < 0)
		return -1;
	/* Where none is given, a person has written the offsets. */
	if (!*tsv_get(t, row, quality))
		return 0;
	if (tsv_real(t, row, quality, &q, err) < 0)
		return -1;
	if (q >= SHIFT_CLEAR)
		return 0;
	to->dy = to->dx = 0;
	to->unclear = 1;
	return 0;
}

int manifest_shifts(struct manifest *p, struct err *err)
{
	const struct tsv *t = &p->table;
	int y = tsv_column(t, "offset_y"), x = tsv_column(t, "offset_x");

	if (y < 0 && x < 0)
		return 0;
	if (tsv_need(t, "offset_y", err) < 0 ||
	    tsv_need(t, "offset_x", err) < 0)
		return -1;
	for (size_t i = 0; i < p->n; i++)
		if (read_row(t, &p->at[i], y, x,
			     tsv_column(t, "offset_quality"), err) < 0)
			return -1;
	return 0;
}

/* Pixel a of the source shows what pixel a + D of the target does. */
static size_t along(size_t size, long d, size_t *source, size_t *target)
{
	size_t by = (size_t)labs(d);

	*source = d < 0 ? by : 0;
	*target = d > 0 ? by : 0;
	return by < size ? size - by : 0;
}

int shift_overlap(struct shift_overlap *to, const struct manifest *p,
		  const struct pair *row, size_t width, size_t height,
		  size_t slices, struct err *err)
{
	if (slices > 1 && (row->dy || row->dx)) {
		err_data(err,
			 "'%s' is a stack, and stacks are not moved: "
			 "leave out the columns offset_y and offset_x",
			 row->target);
		return tsv_wrap(&p->table, row->row, err);
	}
	to->slices = slices;
	to->height = along(height, row->dy, &to->source_y, &to->target_y);
	to->width = along(width, row->dx, &to->source_x, &to->target_x);
	if (to->height && to->width)
		return 0;
	err_data(err,
		 "an offset of %ld down and %ld to the right leaves "
		 "nothing of '%s', %zux%zu pixels",
		 row->dy, row->dx, row->target, width, height);
	return tsv_wrap(&p->table, row->row, err);
}

void shift_cut(const struct shift_overlap *o, float *px, size_t width,
	       int target)
{
	size_t y = target ? o->target_y : o->source_y;
	size_t x = target ? o->target_x : o->source_x;

	for (size_t i = 0; i < o->height; i++)
		memmove(px + i * o->width, px + (y + i) * width + x,
			o->width * sizeof(*px));
}

void shift_count_add(struct shift_count *m, const struct pair *row)
{
	long y = labs(row->dy), x = labs(row->dx);

	m->rows++;
	m->moved += y || x;
	if (row->unclear && !m->unclear++)
		m->first = row->id;
	if (y > m->most)
		m->most = y;
	if (x > m->most)
		m->most = x;
}

void shift_count_tell(const struct shift_count *m, struct buf *say,
		      struct buf *warn)
{
	if (m->moved)
		buf_printf(say,
			   "%zu of %zu targets are moved onto their "
			   "sources, by up to %ld pixel%s (offset_y, "
			   "offset_x); only what both show counts",
			   m->moved, m->rows, m->most, m->most == 1 ? "" : "s");
	if (m->unclear)
		buf_printf(warn,
			   "the offset of %zu of %zu targets is too "
			   "unclear to go by (offset_quality below %g), first "
			   "that of '%s': they are not moved",
			   m->unclear, m->rows, SHIFT_CLEAR, m->first);
}
