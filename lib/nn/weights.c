/*
 * weights.c - a list of named tensors, and the file they are written to.
 *
 * Tensors are written in the order of their names and metadata in the order
 * of its keys, so the same content is always the same bytes.
 */
#include "nn/weights.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/out.h"

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "tensors are written as they lie in memory, which must be little-endian"
#endif

void weights_release(struct weights *w)
{
	for (size_t i = 0; i < w->n; i++)
		free(w->tensor[i].name);
	free(w->tensor);
	strs_release(&w->key);
	strs_release(&w->value);
	free(w->memory);
	*w = (struct weights){ 0 };
}

void weights_add(struct weights *w, const char *name, const size_t *shape,
		 int dims, const float *data)
{
	struct tensor t = {
		.name = mem_str(name), .dims = dims, .len = 1, .data = data
	};

	for (int i = 0; i < dims; i++) {
		t.shape[i] = shape[i];
		t.len *= shape[i];
	}
	w->tensor = mem_grow(w->tensor, w->n + 1, sizeof(t));
	w->tensor[w->n++] = t;
}

void weights_set(struct weights *w, const char *key, const char *value)
{
	for (size_t i = 0; i < w->key.n; i++)
		if (!strcmp(w->key.at[i], key)) {
			free(w->value.at[i]);
			w->value.at[i] = mem_str(value);
			return;
		}
	strs_add(&w->key, key);
	strs_add(&w->value, value);
}

const char *weights_get(const struct weights *w, const char *key)
{
	for (size_t i = 0; i < w->key.n; i++)
		if (!strcmp(w->key.at[i], key))
			return w->value.at[i];
	return NULL;
}

const struct tensor *weights_find(const struct weights *w, const char *name)
{
	for (size_t i = 0; i < w->n; i++)
		if (!strcmp(w->tensor[i].name, name))
			return &w->tensor[i];
	return NULL;
}

static int by_name(const void *a, const void *b)
{
	const struct tensor *const *x = a, *const *y = b;

	return strcmp((*x)->name, (*y)->name);
}

/* The tensors in the order of their names; free it. */
static const struct tensor **sort(const struct weights *w)
{
	const struct tensor **t = mem_zero(w->n, sizeof(*t));

	for (size_t i = 0; i < w->n; i++)
		t[i] = &w->tensor[i];
	qsort(t, w->n, sizeof(*t), by_name);
	return t;
}

static void add_metadata(struct buf *b, const struct weights *w)
{
	struct strs keys = { 0 };

	for (size_t i = 0; i < w->key.n; i++)
		strs_add(&keys, w->key.at[i]);
	strs_sort(&keys);
	buf_str(b, "\"__metadata__\":{");
	for (size_t i = 0; i < keys.n; i++) {
		buf_str(b, i ? "," : "");
		json_quote(b, keys.at[i]);
		buf_char(b, ':');
		json_quote(b, weights_get(w, keys.at[i]));
	}
	buf_char(b, '}');
	strs_release(&keys);
}

static void add_tensor(struct buf *b, const struct tensor *t, size_t begin)
{
	json_quote(b, t->name);
	buf_str(b, ":{\"dtype\":\"F32\",\"shape\":[");
	for (int i = 0; i < t->dims; i++)
		buf_printf(b, "%s%zu", i ? "," : "", t->shape[i]);
	buf_printf(b, "],\"data_offsets\":[%zu,%zu]}", begin,
		   begin + t->len * sizeof(float));
}

/* The length in 8 bytes, then the JSON, padded with blanks. */
static void make_header(struct buf *b, const struct weights *w,
			const struct tensor *const *t)
{
	uint64_t len = 0;
	size_t at = 0;

	buf_add(b, &len, sizeof(len));
	buf_char(b, '{');
	if (w->key.n)
		add_metadata(b, w);
	for (size_t i = 0; i < w->n; i++) {
		buf_str(b, i || w->key.n ? "," : "");
		add_tensor(b, t[i], at);
		at += t[i]->len * sizeof(float);
	}
	buf_char(b, '}');
	while (b->len % 8)
		buf_char(b, ' ');
	len = b->len - sizeof(len);
	memcpy(b->data, &len, sizeof(len));
}

int weights_write(const struct weights *w, const char *path, int sync,
		  struct err *err)
{
	const struct tensor **t = sort(w);
	struct buf header = { 0 };
	struct out o;
	int rc = -1;

	make_header(&header, w, t);
	if (out_open(&o, path, FILE_PLAIN, err) == 0) {
		out_add(&o, header.data, header.len);
		for (size_t i = 0; i < w->n; i++)
			out_add(&o, t[i]->data, t[i]->len * sizeof(float));
		rc = sync ? out_commit_sync(&o, err) : out_commit(&o, err);
		out_release(&o);
	}
	buf_release(&header);
	free(t);
	return rc;
}
