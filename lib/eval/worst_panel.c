/*
 * worst_panel.c - see worst_panel.h.
 */
#include "eval/worst_panel.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "picture/panel.h"

static int rows_of(void *arg, enum panel_plane plane, size_t y, size_t rows,
		   float *px, struct err *err)
{
	const struct prediction *o = arg;
	const struct shift_overlap *b = &o->view.both;

	/* Of a stack, the middle slice is drawn. */
	y += b->slices / 2 * (b->height / b->slices);
	if (plane == PANEL_PREDICTION)
		return prediction_rows(o, 0, y, rows, px, err);
	if (pair_view_rows(&o->view, plane == PANEL_TARGET ? TARGET : SOURCE, 0,
			   y, rows, px, err) < 0)
		return -1;
	if (plane == PANEL_INPUT)
		norm_undo(o->view.norm[SOURCE], px, rows * o->view.both.width);
	return 0;
}

static int add_to_panel(struct evaluate *e, struct panel *panel,
			const struct score *s, const char *label,
			struct err *err)
{
	struct prediction o;
	size_t row = 0;
	char *text;
	int rc;

	while (strcmp(e->pairs.list[row].id, s->id))
		row++;
	if (prediction_open(&o, &e->pairs, &e->pairs.list[row],
			    e->model.net ? &e->model : NULL, &e->base, e->tile,
			    err) < 0)
		return -1;
	text = mem_printf("%s: %s   r = %.4f%s", label, s->id,
			  scores_value(s, EVALUATE_BY),
			  e->pairs.channels[SOURCE] > 1 ?
				  "   (input: its first channel)" :
				  "");
	rc = panel_add(panel, text, o.view.both.width,
		       o.view.both.height / o.view.both.slices,
		       e->model.net != NULL, rows_of, &o, err);
	free(text);
	prediction_close(&o);
	return rc;
}

int worst_panel_add(struct evaluate *e, struct panel *panel, struct err *err)
{
	const char *label[3];
	size_t index[3], n;
	int rc = 0;

	n = scores_pick(&e->scores, evaluate_method(e), EVALUATE_BY, index,
			label);
	for (size_t i = 0; i < n && !rc; i++)
		rc = add_to_panel(e, panel, &e->scores.list[index[i]], label[i],
				  err);
	return rc;
}

int worst_panel(struct evaluate *e, const char *path, struct err *err)
{
	struct panel panel = { 0 };
	int rc = worst_panel_add(e, &panel, err);

	if (!rc)
		rc = panel.n ? panel_write(&panel, path, err) :
			       err_data(err, "cannot draw a panel: " EVALUATE_BY
					     " is undefined for every image");
	panel_release(&panel);
	return rc;
}
