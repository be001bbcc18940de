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
	if (pair_view_rows(&o->view, plane == PANEL_TARGET ? TARGET : SOURCE,
			   plane == PANEL_TARGET ? o->channel : 0, y, rows, px,
			   err) < 0)
		return -1;
	if (plane == PANEL_INPUT)
		norm_undo(o->view.norm[SOURCE], px, rows * o->view.both.width);
	return 0;
}

/* Adds channel o->channel of the image whose scores are number I. */
static int add_channel(struct evaluate *e, struct panel *panel,
		       struct prediction *o, size_t i, const char *label,
		       struct err *err)
{
	size_t k = o->channel;
	const struct score *s = &scores_channel(&e->scores, k)->list[i];
	char *of = e->scores.channels ? mem_printf("   channel %zu", k) :
					mem_str("");
	char *text = mem_printf("%s: %s%s   r = %.4f%s", label, s->id, of,
				scores_value(s, EVALUATE_BY),
				e->model.net && e->pairs.channels[SOURCE] > 1 ?
					"   (input: its first channel)" :
					"");
	int rc = panel_add(panel, text, o->view.both.width,
			   o->view.both.height / o->view.both.slices,
			   e->model.net != NULL, rows_of, o, err);

	if (!rc)
		panel->row[panel->n - 1].window = k;
	free(text);
	free(of);
	return rc;
}

static int add_to_panel(struct evaluate *e, struct panel *panel, size_t i,
			const char *label, struct err *err)
{
	struct prediction o;
	size_t row = 0;
	int rc = 0;

	while (strcmp(e->pairs.list[row].id, e->scores.list[i].id))
		row++;
	if (prediction_open(&o, &e->pairs, &e->pairs.list[row],
			    e->model.net ? &e->model : NULL, e->base, e->tile,
			    err) < 0)
		return -1;
	for (size_t k = 0; k < evaluate_channels(e) && !rc; k++) {
		o.channel = k;
		rc = add_channel(e, panel, &o, i, label, err);
	}
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
		rc = add_to_panel(e, panel, index[i], label[i], err);
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
