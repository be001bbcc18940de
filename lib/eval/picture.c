/*
 * picture.c - the worst, the median and the best image of an evaluation.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "eval/evaluate.h"
#include "image/panel.h"

static int add_to_panel(struct evaluation *e, struct panel *panel,
			const struct score *s, const char *label,
			struct err *err)
{
	const float *plane[PANEL_ERROR] = { NULL };
	struct outcome o;
	size_t row = 0;
	char *text;

	while (strcmp(e->pairs.at[row].id, s->id))
		row++;
	if (outcome_read(&o, &e->pairs, &e->pairs.at[row],
			 e->model.net ? &e->model : NULL, &e->base, e->tile,
			 err) < 0)
		return -1;
	outcome_cut(&o);
	norm_undo(&e->pairs.at[row].source_norm, o.source.px,
		  o.source.width * o.source.height);
	if (e->model.net)
		plane[PANEL_INPUT] = o.source.px;
	plane[PANEL_TARGET] = o.target.px;
	plane[PANEL_PREDICTION] = o.px[0];
	text = mem_printf("%s: %s   r = %.4f", label, s->id,
			  score_value(s, EVALUATE_BY));
	panel_add(panel, text, plane, o.target.width, o.target.height);
	free(text);
	outcome_release(&o);
	return 0;
}

int evaluation_panel(struct evaluation *e, const char *path,
		     struct err *err)
{
	struct panel panel = { 0 };
	const char *label[3];
	size_t index[3], n;
	int rc = 0;

	n = scores_pick(&e->scores, evaluation_method(e), EVALUATE_BY, index,
			label);
	if (!n)
		return err_data(err, "no panel: " EVALUATE_BY " is undefined "
				"for every image");
	for (size_t i = 0; i < n && !rc; i++)
		rc = add_to_panel(e, &panel, &e->scores.at[index[i]],
				  label[i], err);
	if (!rc)
		rc = panel_write(&panel, path, err);
	panel_release(&panel);
	return rc;
}
