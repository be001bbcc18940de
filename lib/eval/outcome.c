/*
 * outcome.c - one image pair and what the methods made of it.
 */
#include "eval/outcome.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static float *add(struct outcome *o, const char *method)
{
	o->method[o->n] = method;
	return o->px[o->n++] = mem_floats(o->source.width *
					  o->source.height);
}

static int predict(struct outcome *o, const struct pairs *p,
		   const struct pair *row, struct model *m,
		   const struct baseline *b, size_t tile, struct err *err)
{
	size_t len = o->source.width * o->source.height;

	if (!m) {
		memcpy(add(o, "prediction"), o->source.px,
		       len * sizeof(float));
		return 0;
	}
	if (model_predict(m, tile, &row->target_norm, o->source.px,
			  add(o, "model"), o->source.width,
			  o->source.height, err) < 0) {
		err_wrap(err, "'%s': ", row->source);
		return tsv_wrap(&p->table, row->row, err);
	}
	if (!b->images)
		return 0;
	baseline_mean(b, &row->target_norm, add(o, "mean"), len);
	baseline_affine(b, &row->target_norm, o->source.px,
			add(o, "affine"), len);
	return 0;
}

int outcome_read(struct outcome *o, const struct pairs *p,
		 const struct pair *row, struct model *m,
		 const struct baseline *b, size_t tile, struct err *err)
{
	struct pair raw = *row;

	*o = (struct outcome){ 0 };
	raw.target_norm = (struct norm){ 0, 1 };
	if (pair_read_source(p, &raw, &o->source, err) == 0 &&
	    pair_read_target(p, &raw, &o->target, err) == 0 &&
	    pair_fits(p, &raw, &o->source, &o->target, &o->both, err) == 0 &&
	    predict(o, p, row, m, b, tile, err) == 0)
		return 0;
	outcome_release(o);
	return -1;
}

void outcome_cut(struct outcome *o)
{
	size_t width = o->source.width;

	overlap_cut(&o->both, o->source.px, width, 0);
	overlap_cut(&o->both, o->target.px, width, 1);
	for (size_t i = 0; i < o->n; i++)
		overlap_cut(&o->both, o->px[i], width, 0);
	o->source.width = o->target.width = o->both.width;
	o->source.height = o->target.height = o->both.height;
}

void outcome_release(struct outcome *o)
{
	image_release(&o->source);
	image_release(&o->target);
	for (size_t i = 0; i < o->n; i++)
		free(o->px[i]);
	*o = (struct outcome){ 0 };
}
