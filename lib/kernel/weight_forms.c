/*
 * weight_forms.c - see weight_forms.h.
 */
#include "kernel/weight_forms.h"

#include <stdlib.h>

#include "base/mem.h"
#include "kernel/arena.h"

static void lay_out(struct conv *conv, size_t n, struct arena *a, int precise,
		    int back)
{
	for (size_t i = 0; i < n; i++)
		conv_form_place(&conv[i], a, precise, back);
}

void weight_forms_place(struct weight_forms *f, struct conv *conv, size_t n,
			enum weight_form form)
{
	int precise = f->precise || form == WEIGHT_FORM_DIRECT;
	int back = form == WEIGHT_FORM_BACK;
	struct arena a = { 0 };

	f->conv = conv;
	f->convs = n;
	if (f->memory[form])
		return;
	f->filled = 0;
	lay_out(conv, n, &a, precise, back);
	a.memory = f->memory[form] = mem_floats(a.used);
	a.used = 0;
	lay_out(conv, n, &a, precise, back);
}

struct pack_job {
	struct weight_forms *f;
	const float *weights;
};

/* Fills the forms of one convolution for one direction. */
static void pack_piece(void *arg, size_t piece, int worker)
{
	const struct pack_job *j = arg;
	struct conv c = j->f->conv[piece / 2];

	(void)worker;
	if (piece % 2)
		c.packed = c.winograd = c.upsampled = NULL;
	else
		c.flipped = c.winograd_flipped = c.upsampled_back = NULL;
	conv_form_pack(&c, j->weights);
}

void weight_forms_pack(struct weight_forms *f, const float *weights,
		       struct thread_pool *pool)
{
	struct pack_job j = { f, weights };

	if (f->held && f->filled)
		return;
	f->filled = 1;
	thread_pool_run(pool, 2 * f->convs, pack_piece, &j);
}

void weight_forms_release(struct weight_forms *f)
{
	for (int i = 0; i < WEIGHT_FORMS; i++) {
		free(f->memory[i]);
		f->memory[i] = NULL;
	}
	for (size_t i = 0; i < f->convs; i++) {
		struct conv *c = &f->conv[i];

		c->packed = c->flipped = c->winograd = c->winograd_flipped =
			NULL;
		c->upsampled = c->upsampled_back = NULL;
	}
}

size_t weight_forms_len(struct conv *conv, size_t n, int precise, int grad)
{
	struct arena a = { 0 };

	lay_out(conv, n, &a, precise, 0);
	if (grad)
		lay_out(conv, n, &a, precise, 1);
	return a.used;
}
