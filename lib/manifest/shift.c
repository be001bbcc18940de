/* shift.c - see shift.h. */
#include "manifest/shift.h"

#include <stdlib.h>
#include <string.h>

static const struct {
	const char *today, *before;
} name[SHIFT_COLUMNS] = {
	[SHIFT_Y] = { "shift_y", "offset_y" },
	[SHIFT_X] = { "shift_x", "offset_x" },
	[SHIFT_QUALITY] = { "shift_quality", "offset_quality" },
};

int shift_columns(const struct tsv *t, int column[SHIFT_COLUMNS],
		  struct err *err)
{
	int old = 0;

	for (int i = 0; i < SHIFT_COLUMNS; i++) {
		int before = tsv_column(t, name[i].before);

		old |= before >= 0;
		column[i] = tsv_column(t, name[i].today);
		if (column[i] >= 0 && before >= 0)
			return err_data(
				err,
				"%s: '%s' is the earlier name of the "
				"column '%s': remove one of these columns",
				t->path, name[i].before, name[i].today);
		column[i] = column[i] < 0 ? before : column[i];
	}
	if (column[SHIFT_Y] < 0 && column[SHIFT_X] < 0)
		return 0;
	for (int i = SHIFT_Y; i <= SHIFT_X; i++)
		if (column[i] < 0)
			return tsv_need(t, old ? name[i].before : name[i].today,
					err);
	return 0;
}

int shift_columns_make(struct tsv *t, int column[SHIFT_COLUMNS],
		       struct err *err)
{
	for (int i = 0; i < SHIFT_COLUMNS; i++)
		if (tsv_column(t, name[i].today) < 0 &&
		    tsv_column(t, name[i].before) >= 0)
			tsv_rename_column(t, tsv_column(t, name[i].before),
					  name[i].today);
	for (int i = 0; i < SHIFT_COLUMNS; i++)
		tsv_add_column(t, name[i].today);
	return shift_columns(t, column, err);
}

/* Finds what both show along one axis: pixel i of the source shows what pixel i
 * + D of the target shows. */
static size_t along(size_t size, long d, size_t *source, size_t *target)
{
	size_t by = (size_t)labs(d);

	*source = d < 0 ? by : 0;
	*target = d > 0 ? by : 0;
	return by < size ? size - by : 0;
}

int shift_overlap(struct shift_overlap *to, const struct shift *shift,
		  const char *target, size_t width, size_t height,
		  size_t slices, struct err *err)
{
	if (slices > 1 && (shift->y || shift->x))
		return err_data(err,
				"'%s' is a stack, and shifts of stacks are not "
				"corrected: remove the columns shift_y and "
				"shift_x",
				target);
	to->slices = slices;
	to->height = along(height, shift->y, &to->source_y, &to->target_y);
	to->width = along(width, shift->x, &to->source_x, &to->target_x);
	if (to->height && to->width)
		return 0;
	return err_data(err,
			"a shift of %ld pixels down and %ld to the right "
			"leaves nothing of '%s' (%zux%zu pixels)",
			shift->y, shift->x, target, width, height);
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

void shift_count_add(struct shift_count *m, const struct shift *shift,
		     const char *id)
{
	long y = labs(shift->y), x = labs(shift->x);

	m->rows++;
	m->moved += y || x;
	if (shift->unclear && !m->unclear++)
		m->first = id;
	if (y > m->most)
		m->most = y;
	if (x > m->most)
		m->most = x;
}

void shift_count_report(const struct shift_count *m, struct messages *to)
{
	if (m->moved)
		messages_info(to,
			      "targets moved onto their sources: %zu of "
			      "%zu, by up to %ld pixel%s (columns shift_y and "
			      "shift_x); only the part that both images show "
			      "is used",
			      m->moved, m->rows, m->most,
			      m->most == 1 ? "" : "s");
	if (m->unclear)
		messages_warn(to,
			      "targets left where they are because their "
			      "shift is unclear (shift_quality below %g): "
			      "%zu of %zu, first '%s'",
			      SHIFT_CLEAR, m->unclear, m->rows, m->first);
}
