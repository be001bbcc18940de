/*
 * safetensors_read.c - reading a file of tensors, of which nothing is believed.
 *
 * What the safetensors reference checks is checked: the header's length,
 * its JSON without doubled names, shapes whose product is the bytes that
 * the offsets span, tensors that follow each other without holes and fill
 * the file to its last byte.  Memory is taken only after that, so a small
 * file cannot ask for much.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/in.h"
#include "base/json.h"
#include "base/mem.h"
#include "nn/weights.h"

#define HEADER_MAX (1 << 20)
#define TENSORS_MAX 1024

/* A tensor as the header states it. */
struct entry {
	struct tensor t;
	uint64_t begin, end;
};

static int by_offset(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	if (x->begin != y->begin)
		return x->begin < y->begin ? -1 : 1;
	return (x->end > y->end) - (x->end < y->end);
}

/* Length of the header of a file of SIZE bytes that starts with FIRST. */
static int header_len(const unsigned char first[8], uint64_t size, size_t *len,
		      struct err *err)
{
	uint64_t n;

	if (size < 8)
		return err_data(err,
				"not a safetensors file: %llu bytes are "
				"too few",
				(unsigned long long)size);
	memcpy(&n, first, 8);
	if (n > size - 8)
		return err_data(err,
				"not a safetensors file, or cut off: "
				"it states a header of %llu bytes and has "
				"%llu",
				(unsigned long long)n,
				(unsigned long long)size - 8);
	if (n > HEADER_MAX)
		return err_data(err,
				"a header of %llu bytes is more than "
				"%d, too large for a network's weights",
				(unsigned long long)n, HEADER_MAX);
	*len = (size_t)n;
	return 0;
}

static int read_shape(struct entry *e, const struct json *shape,
		      struct err *err)
{
	size_t dims = json_len(shape);
	uint64_t bytes = sizeof(float);

	if (!json_is_list(shape) || dims > 8)
		return err_data(err, "no shape of at most 8 numbers");
	e->t.dims = (int)dims;
	for (size_t i = 0; i < dims; i++) {
		int64_t x = json_value(json_at(shape, i), -1);

		if (x < 0)
			return err_data(err, "a side that is no natural "
					     "number");
		e->t.shape[i] = (size_t)x;
		if (__builtin_mul_overflow(bytes, (uint64_t)x, &bytes))
			return err_data(err, "a shape beyond all memory");
	}
	if (bytes != e->end - e->begin)
		return err_data(err, "a shape of %llu bytes and data of %llu",
				(unsigned long long)bytes,
				(unsigned long long)(e->end - e->begin));
	e->t.len = (size_t)(bytes / sizeof(float));
	return 0;
}

static int read_entry(struct entry *e, const struct json *j, struct err *err)
{
	const struct json *at = json_get(j, "data_offsets");
	const char *dtype = json_str(j, "dtype");
	int64_t begin, end;

	if (!json_is_map(j) || !dtype || !json_is_list(at) || json_len(at) != 2)
		return err_data(err, "not described by dtype, shape and two "
				     "data_offsets");
	if (strcmp(dtype, "F32"))
		return err_data(err,
				"of type %.16s; only F32 is read, "
				"convert it with .float() in PyTorch",
				dtype);
	begin = json_value(json_at(at, 0), -1);
	end = json_value(json_at(at, 1), -1);
	if (begin < 0 || end < begin)
		return err_data(err, "at no valid offsets");
	e->begin = (uint64_t)begin;
	e->end = (uint64_t)end;
	return read_shape(e, json_get(j, "shape"), err);
}

static int read_metadata(struct weights *w, const struct json *j,
			 struct err *err)
{
	if (!json_is_map(j))
		return err_data(err, "its __metadata__ is no object");
	for (size_t i = 0; i < json_len(j); i++) {
		const char *key = json_key(j, i), *text = json_str(j, key);

		if (!text)
			return err_data(err,
					"its __metadata__ '%s' is no "
					"text",
					key);
		strs_add(&w->key, key);
		strs_add(&w->value, text);
	}
	return 0;
}

/* One tensor after the other, from the first to the last byte of LEN. */
static int check_order(struct entry *e, size_t n, uint64_t len, struct err *err)
{
	uint64_t at = 0;

	qsort(e, n, sizeof(*e), by_offset);
	for (size_t i = 0; i < n; at = e[i++].end)
		if (e[i].begin != at)
			return err_data(err,
					"tensor '%s' begins at %llu, "
					"the one before ends at %llu",
					e[i].t.name,
					(unsigned long long)e[i].begin,
					(unsigned long long)at);
	if (at != len)
		return err_data(err,
				"it states %llu bytes of tensors and "
				"has %llu",
				(unsigned long long)at,
				(unsigned long long)len);
	return 0;
}

/* Fill E, with room for all, and W's metadata from the header's JSON. */
static int read_entries(struct weights *w, struct entry *e, size_t *n,
			const struct json *j, struct err *err)
{
	for (size_t i = 0; i < json_len(j); i++) {
		const char *key = json_key(j, i);
		const struct json *value = json_get(j, key);

		if (!strcmp(key, "__metadata__")) {
			if (read_metadata(w, value, err) < 0)
				return -1;
			continue;
		}
		if (read_entry(&e[*n], value, err) < 0)
			return err_wrap(err, "tensor '%.200s' is ", key);
		e[(*n)++].t.name = mem_str(key);
	}
	return 0;
}

/* Read the header into W's tensors, in the order of their data but yet
 * without, for DATA_LEN bytes of it. */
static int read_header(struct weights *w, const char *text, size_t len,
		       uint64_t data_len, struct err *err)
{
	struct json *j = json_parse_any(text, len, err);
	struct entry *e;
	size_t n = 0;
	int rc;

	if (!j)
		return err_wrap(err, "its header is ");
	if (!json_is_map(j) || json_len(j) > TENSORS_MAX ||
	    json_len(json_get(j, "__metadata__")) > TENSORS_MAX) {
		json_free(j);
		return err_data(err,
				"its header is no object of at most %d "
				"tensors",
				TENSORS_MAX);
	}
	e = mem_zero(json_len(j), sizeof(*e));
	rc = read_entries(w, e, &n, j, err);
	if (rc == 0)
		rc = check_order(e, n, data_len, err);
	w->tensor = mem_zero(n, sizeof(*w->tensor));
	for (w->n = 0; w->n < n; w->n++)
		w->tensor[w->n] = e[w->n].t;
	free(e);
	json_free(j);
	return rc;
}

/* Memory for LEN bytes of tensors. */
static void place(struct weights *w, uint64_t len)
{
	float *at = w->memory = mem_floats((size_t)(len / sizeof(float)));

	for (size_t i = 0; i < w->n; at += w->tensor[i++].len)
		w->tensor[i].data = at;
}

int weights_parse(struct weights *w, const void *data, size_t n,
		  struct err *err)
{
	const char *text = (const char *)data + 8;
	size_t len, rest;

	*w = (struct weights){ 0 };
	if (header_len(data, n, &len, err) < 0)
		return -1;
	rest = n - 8 - len;
	if (read_header(w, text, len, rest, err) < 0) {
		weights_release(w);
		return -1;
	}
	place(w, rest);
	memcpy(w->memory, text + len, rest);
	return 0;
}

static int read_exactly(const struct in *in, void *to, size_t n,
			uint64_t offset, struct err *err)
{
	ssize_t got = in_read(in, to, n, offset, err);

	if (got < 0)
		return -1;
	if ((size_t)got < n)
		return err_data(err, "it became shorter while it was read");
	return 0;
}

static int read_file(struct weights *w, const struct in *in, struct err *err)
{
	unsigned char first[8] = { 0 };
	uint64_t rest = 0;
	size_t len;
	char *text;
	int rc;

	if (in->size >= 8 && read_exactly(in, first, 8, 0, err) < 0)
		return -1;
	if (header_len(first, in->size, &len, err) < 0)
		return -1;
	text = mem_alloc(len);
	rc = read_exactly(in, text, len, 8, err);
	if (rc == 0) {
		rest = in->size - 8 - len;
		rc = read_header(w, text, len, rest, err);
	}
	free(text);
	if (rc < 0)
		return -1;
	errno = 0;
	if (mem_available() && rest > mem_available())
		return err_sys(err,
			       "%llu bytes of weights do not fit into "
			       "memory",
			       (unsigned long long)rest);
	place(w, rest);
	return read_exactly(in, w->memory, (size_t)rest, 8 + len, err);
}

int weights_read(struct weights *w, const char *path, struct err *err)
{
	struct in in = { 0 };
	int rc;

	*w = (struct weights){ 0 };
	if (in_open(&in, path, FILE_PLAIN, err) < 0)
		return -1;
	rc = read_file(w, &in, err);
	in_close(&in);
	if (rc < 0) {
		weights_release(w);
		err_wrap(err, "cannot use '%s': ", path);
	}
	return rc;
}
