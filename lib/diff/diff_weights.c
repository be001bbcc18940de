/*
 * diff_weights.c - see diff_weights.h.
 *
 * A safetensors file has the length of its header (8 bytes, little-endian),
 * the header as JSON, and the tensors.
 */
#include "diff/diff_weights.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "file/json.h"

#define MAX_HEADER ((size_t)16 << 20)

struct tensors {
	struct json *header;
	const char *data;
	size_t n; /* bytes of data */
};

static uint64_t little(const char *p)
{
	uint64_t x = 0;

	for (int i = 7; i >= 0; i--)
		x = x << 8 | (unsigned char)p[i];
	return x;
}

static int open_tensors(struct tensors *t, const struct buf *b)
{
	struct err ignored = { 0 };
	uint64_t n = b->len > 8 ? little(b->data) : 0;

	memset(t, 0, sizeof(*t));
	if (!n || n > MAX_HEADER || n > b->len - 8)
		return 0;
	t->header = json_parse_any(b->data + 8, n, &ignored);
	t->data = b->data + 8 + n;
	t->n = b->len - 8 - n;
	return t->header && json_is_map(t->header);
}

/* Finds tensor KEY: its data begins at FROM.  Returns how many floats it has,
 * or 0 if it is not a tensor of floats. */
static int find_tensor(const struct tensors *t, const char *key, size_t *from,
		       size_t *count)
{
	const struct json *j = json_get(t->header, key);
	const char *type = j ? json_str(j, "dtype") : NULL;
	const struct json *span = j ? json_get(j, "data_offsets") : NULL;
	int64_t begin, end;

	if (!type || strcmp(type, "F32") || !json_is_list(span) ||
	    json_len(span) != 2)
		return 0;
	begin = json_value(json_at(span, 0), -1);
	end = json_value(json_at(span, 1), -1);
	if (begin < 0 || end < begin || (uint64_t)end > t->n ||
	    (end - begin) % 4)
		return 0;
	*from = (size_t)begin;
	*count = (size_t)(end - begin) / 4;
	return 1;
}

static float value(const struct tensors *t, size_t from, size_t i)
{
	const unsigned char *p = (const unsigned char *)t->data + from + 4 * i;
	uint32_t bits = (uint32_t)p[0] | (uint32_t)p[1] << 8 |
			(uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
	float x;

	memcpy(&x, &bits, sizeof(x));
	return x;
}

static int compare_tensor(const struct tensors *a, const struct tensors *b,
			  const char *key, struct diff_values *v)
{
	size_t x, y, n, m;

	if (!find_tensor(a, key, &x, &n) || !find_tensor(b, key, &y, &m) ||
	    n != m)
		return 0;
	for (size_t i = 0; i < n; i++)
		diff_values_float(v, value(a, x, i), value(b, y, i));
	return 1;
}

static int compare_all(const struct tensors *a, const struct tensors *b,
		       struct diff_values *v, struct buf *where)
{
	const char *key, *first = NULL, *worst = NULL;
	uint64_t most = 0;
	size_t touched = 0, all = 0;

	if (json_len(a->header) != json_len(b->header))
		return 0;
	for (size_t i = 0; (key = json_key(a->header, i)); i++) {
		struct diff_values one = { 0 };

		if (!strcmp(key, "__metadata__"))
			continue;
		if (!compare_tensor(a, b, key, &one))
			return 0;
		compare_tensor(a, b, key, v);
		all++;
		touched += one.differing > 0;
		if (one.differing && !first)
			first = key;
		if (one.ulp > most) {
			most = one.ulp;
			worst = key;
		}
	}
	buf_printf(where, "in %zu of %zu tensors", touched, all);
	if (first)
		buf_printf(where, ", the first is '%s', the worst '%s'", first,
			   worst ? worst : first);
	return all > 0;
}

int diff_weights(const struct buf *a, const struct buf *b,
		 struct diff_values *v, struct buf *where)
{
	struct tensors x = { 0 }, y = { 0 };
	int good = open_tensors(&x, a) && open_tensors(&y, b) &&
		   compare_all(&x, &y, v, where);

	json_free(x.header);
	json_free(y.header);
	return good;
}
