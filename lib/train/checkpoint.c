/*
 * checkpoint.c - see checkpoint.h.
 */
#include "train/checkpoint.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "file/path.h"

#define FORMAT "2"

/* The numbers of a state, with their names in the file's metadata. */
static const struct field {
	const char *name;
	size_t offset;
	int real, added;
} fields[] = {
#define COUNT(f)                                                   \
	{                                                          \
		"state." #f, offsetof(struct train_state, f), 0, 0 \
	}
#define REAL(f)                                                    \
	{                                                          \
		"state." #f, offsetof(struct train_state, f), 1, 0 \
	}
/* Older versions do not have these; they are 0 then. */
#define COUNT_ADDED(f)                                             \
	{                                                          \
		"state." #f, offsetof(struct train_state, f), 0, 1 \
	}
#define REAL_ADDED(f)                                              \
	{                                                          \
		"state." #f, offsetof(struct train_state, f), 1, 1 \
	}
	COUNT(step),
	COUNT(validated),
	COUNT(best_step),
	REAL(best_loss),
	REAL(best_pearson),
	REAL(loss_sum),
	COUNT(loss_n),
	REAL(ema),
	REAL(ema_best),
	REAL(first),
	COUNT(high),
	COUNT(dead),
	COUNT(stale),
	COUNT(curve),
	COUNT_ADDED(prints),
	REAL_ADDED(seen.best),
	COUNT_ADDED(seen.seen),
	COUNT_ADDED(seen.stale),
	COUNT_ADDED(seen.cuts),
	REAL_ADDED(norm_sum),
	COUNT_ADDED(clipped),
#undef COUNT
#undef REAL
#undef COUNT_ADDED
#undef REAL_ADDED
};
#define FIELDS (sizeof fields / sizeof *fields)

/* Prefixes of the names of tensors that have the shapes of the weights. */
static const char *const vectors[] = { "adam.m.", "adam.v.", "sgd.m.", "best.",
				       "average." };
#define VECTORS (sizeof vectors / sizeof *vectors)

/* Returns the vector with that prefix, or NULL if this training has none. */
static float *vector_of(const struct checkpoint *c, size_t i)
{
	struct optimiser *o = c->optimiser;
	int is_sgd = o->o.kind == OPTIMISER_SGD;

	switch (i) {
	case 0:
		return is_sgd ? NULL : o->m;
	case 1:
		return o->v;
	case 2:
		return is_sgd ? o->m : NULL;
	case 3:
		return c->best;
	default:
		return c->average;
	}
}

static void add_state(struct weights *w, const struct train_state *state)
{
	for (size_t i = 0; i < FIELDS; i++) {
		const char *from = (const char *)state + fields[i].offset;
		char text[NUM_MAX];
		uint64_t n;
		double x;

		if (fields[i].real) {
			memcpy(&x, from, sizeof x);
			num_exact(text, x);
		} else {
			memcpy(&n, from, sizeof n);
			snprintf(text, sizeof text, "%" PRIu64, n);
		}
		weights_set(w, fields[i].name, text);
	}
}

static void add_vector(struct weights *w, const struct checkpoint *c, size_t v)
{
	for (size_t i = 0; vector_of(c, v) && i < net_params(c->net); i++) {
		const struct param *p = net_param(c->net, i);
		char *name = mem_printf("%s%s", vectors[v], p->name);

		weights_add(w, name, p->shape, p->dims,
			    vector_of(c, v) + p->offset);
		free(name);
	}
}

int checkpoint_write(const struct checkpoint *c, const char *dir,
		     struct err *err)
{
	char *path = mem_printf("%s/%s", dir, CHECKPOINT_STATE);
	struct weights w = { 0 };
	int rc;

	weights_net_view(&w, c->net);
	for (size_t v = 0; v < VECTORS; v++)
		add_vector(&w, c, v);
	weights_set(&w, "state.format", FORMAT);
	weights_set(&w, "state.setting", c->setting);
	weights_set(&w, "state.data", c->data);
	add_state(&w, c->state);
	rc = weights_write(&w, path, 1, err);
	weights_release(&w);
	free(path);
	return rc;
}

static int take_field(const struct weights *w, const struct field *f,
		      struct train_state *state, struct err *err)
{
	const char *text = weights_get(w, f->name);
	char *to = (char *)state + f->offset;
	int64_t n;
	double x;

	if (!text && f->added)
		return 0;
	if (text && f->real && num_real(&x, text) == 0)
		memcpy(to, &x, sizeof x);
	else if (text && !f->real && num_int(&n, text) == 0 && n >= 0)
		memcpy(to, &n, sizeof n);
	else
		return err_data(err, "its metadata has no valid '%s'", f->name);
	return 0;
}

static int take_vector(const struct weights *w, const struct checkpoint *c,
		       size_t v, struct err *err)
{
	for (size_t i = 0; vector_of(c, v) && i < net_params(c->net); i++) {
		const struct param *p = net_param(c->net, i);
		char *name = mem_printf("%s%s", vectors[v], p->name);
		const struct tensor *t = weights_find(w, name);

		if (!t || t->len != p->len) {
			err_data(err, "it has no valid tensor '%s'", name);
			free(name);
			return -1;
		}
		free(name);
		memcpy(vector_of(c, v) + p->offset, t->data,
		       p->len * sizeof(float));
	}
	return 0;
}

static int is_vector(const char *name)
{
	for (size_t i = 0; i < VECTORS; i++)
		if (!strncmp(name, vectors[i], strlen(vectors[i])))
			return 1;
	return 0;
}

/* Take the network's own tensors. */
static int take_weights(const struct weights *w, const struct checkpoint *c,
			struct err *err)
{
	struct weights own = { 0 };
	int rc;

	for (size_t i = 0; i < w->n; i++) {
		const struct tensor *t = &w->tensor[i];

		if (!is_vector(t->name))
			weights_add(&own, t->name, t->shape, t->dims, t->data);
	}
	rc = weights_net_load(&own, c->net, err);
	weights_release(&own);
	return rc;
}

static int differs(const struct weights *w, const char *key, const char *text)
{
	const char *was = weights_get(w, key);

	return !was || strcmp(was, text) != 0;
}

/* Returns the number after KEY in a text of settings, or 0. */
static uint64_t number_of(const char *setting, const char *key)
{
	const char *at = strstr(setting, key);

	return at ? strtoull(at + strlen(key), NULL, 10) : 0;
}

/* Returns 1 if the settings are the same but for the number of steps, of which
 * WAS has not more than NOW. */
static int is_shorter(const char *was, const char *now)
{
	static const char key[] = " steps=";
	const char *a = strstr(was, key), *b = strstr(now, key);

	if (!a || !b || a - was != b - now ||
	    strncmp(was, now, (size_t)(a - was)))
		return 0;
	return number_of(was, key) <= number_of(now, key) &&
	       !strcmp(a + strlen(key) + strspn(a + strlen(key), "0123456789"),
		       b + strlen(key) + strspn(b + strlen(key), "0123456789"));
}

/* Fails, and names the first setting that differs. */
static int other_setting(const char *was, const char *now, struct err *err)
{
	size_t same = 0;

	while (was[same] && was[same] == now[same])
		same++;
	while (same && now[same - 1] != ' ')
		same--;
	was += same;
	now += same;
	return err_data(err,
			"the run was started with other settings, the first "
			"of them '%.*s', now '%.*s': resume it with those, or "
			"start a new run",
			(int)strcspn(was, " "), was, (int)strcspn(now, " "),
			now);
}

static int take(const struct weights *w, const struct checkpoint *c,
		struct err *err)
{
	const char *was = weights_get(w, "state.setting");

	if (differs(w, "state.format", FORMAT))
		return err_data(
			err,
			"it is not a checkpoint that this version can read");
	if (!was || (strcmp(was, c->setting) && !is_shorter(was, c->setting)))
		return other_setting(was ? was : "", c->setting, err);
	if (differs(w, "state.data", c->data))
		return err_data(err,
				"the images have changed since the run was "
				"started: start a new run");
	for (size_t i = 0; i < FIELDS; i++)
		if (take_field(w, &fields[i], c->state, err) < 0)
			return -1;
	for (size_t v = 0; v < VECTORS; v++)
		if (take_vector(w, c, v, err) < 0)
			return -1;
	c->optimiser->step = c->state->step;
	return take_weights(w, c, err);
}

int checkpoint_read(const struct checkpoint *c, const char *dir,
		    struct err *err)
{
	char *path = mem_printf("%s/%s", dir, CHECKPOINT_STATE);
	struct weights w = { 0 };
	int rc = 0;

	if (path_exists(path)) {
		rc = weights_read(&w, path, err);
		if (!rc && take(&w, c, err) < 0)
			rc = err_wrap(err, "cannot resume from '%s': ", path);
		rc = rc < 0 ? -1 : 1;
		weights_release(&w);
	}
	free(path);
	return rc;
}

/* Returns the counter NAME of the state, or 0. */
static uint64_t counter(const struct weights *w, const char *name)
{
	const char *text = weights_get(w, name);

	return text ? strtoull(text, NULL, 10) : 0;
}

/* Older versions saved the state after a row of losses and a validation that a
 * longer training would not have had. */
static int is_past_end(const struct weights *w, const struct checkpoint_end *e)
{
	uint64_t step = counter(w, "state.step");

	return step == e->steps &&
	       ((step % e->log_every && !counter(w, "state.loss_n")) ||
		(step % e->val_every && counter(w, "state.validated") == step));
}

static int has_ended_early(const struct weights *w, const char *setting)
{
	uint64_t patience = number_of(setting, " patience=");

	return patience && counter(w, "state.stale") >= patience;
}

int checkpoint_end_read(struct checkpoint_end *e, const char *dir,
			struct err *err)
{
	char *path = mem_printf("%s/%s", dir, CHECKPOINT_STATE);
	struct weights w = { 0 };
	const char *setting;
	int rc;

	if (!path_exists(path))
		rc = err_data(err, "it has no checkpoint, '%s'", path);
	else if ((rc = weights_read(&w, path, err)) == 0) {
		setting = weights_get(&w, "state.setting");
		setting = setting ? setting : "";
		e->steps = number_of(setting, " steps=");
		e->val_every = number_of(setting, " val-every=");
		e->log_every = number_of(setting, " log-every=");
		if (!e->steps || !e->val_every || !e->log_every)
			rc = err_data(err, "'%s' has no settings", path);
		else if (strstr(setting, " schedule=cosine"))
			rc = err_data(err, "its learning rate followed a "
					   "cosine over all of its steps: "
					   "start a new run");
		else if (has_ended_early(&w, setting))
			rc = err_data(err,
				      "--patience ended it at step %" PRIu64
				      " of %" PRIu64 ", and would end it there "
				      "again: start a new run with a larger "
				      "--patience",
				      counter(&w, "state.step"), e->steps);
		else if (is_past_end(&w, e))
			rc = err_data(err,
				      "an older version validated after its "
				      "last step and kept no state from before "
				      "that");
	}
	weights_release(&w);
	free(path);
	return rc;
}

int checkpoint_weights(struct net *net, const float *vector, uint64_t step,
		       const struct weights *about, const char *path,
		       struct err *err)
{
	const float *own = net_weights(net);
	struct weights w = { 0 };
	char text[NUM_MAX];
	int rc;

	weights_net_view(&w, net);
	for (size_t i = 0; i < w.n; i++)
		w.tensor[i].data = vector + (w.tensor[i].data - own);
	snprintf(text, sizeof text, "%" PRIu64, step);
	weights_set(&w, "step", text);
	for (size_t i = 0; i < about->key.n; i++)
		weights_set(&w, about->key.at[i], about->value.at[i]);
	rc = weights_write(&w, path, 1, err);
	weights_release(&w);
	return rc;
}
