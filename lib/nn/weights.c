/*
 * weights.c - see weights.h.
 *
 * Tensors are written in the order of their names, and metadata in the order
 * of the keys, so equal contents give equal bytes.
 *
 * A file that is read is checked as the safetensors reference does it: the
 * length of the header; its JSON, which may have no key twice; shapes whose
 * product is the number of bytes between the offsets; tensors that follow each
 * other without holes and fill the file to its last byte.  Memory is allocated
 * only after that, so a small file cannot demand much.
 */
#include "nn/weights.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "file/in.h"
#include "file/json.h"
#include "base/mem.h"
#include "file/out.h"
#include "file/path.h"

#define HEADER_MAX (1 << 20)
#define TENSORS_MAX 1024

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

void weights_set_list(struct weights *w, const char *key,
		      const struct strs *list)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < list->n; i++)
		buf_printf(&b, "%s%s", i ? "\t" : "", list->at[i]);
	if (list->n)
		weights_set(w, key, buf_text(&b));
	buf_release(&b);
}

void weights_get_list(struct strs *list, const struct weights *w,
		      const char *key)
{
	const char *text = weights_get(w, key);

	if (text)
		strs_split(list, text, '\t');
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

/* Returns the tensors in the order of their names; the caller frees the
 * array. */
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

/* Appends the length in 8 bytes, then the JSON, padded with blanks. */
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

/* a tensor as the header describes it */
struct tensor_entry {
	struct tensor t;
	uint64_t begin, end;
};

static float from_f32(const unsigned char *p)
{
	float x;

	memcpy(&x, p, sizeof(x));
	return x;
}

static float from_f64(const unsigned char *p)
{
	double x;

	memcpy(&x, p, sizeof(x));
	return (float)x;
}

static float from_bits(uint32_t bits)
{
	float x;

	memcpy(&x, &bits, sizeof(x));
	return x;
}

static float from_bf16(const unsigned char *p)
{
	return from_bits((uint32_t)p[1] << 24 | (uint32_t)p[0] << 16);
}

/* Sign, 5 bits of exponent, 10 of mantissa; float32 has 8 and 23. */
static float from_f16(const unsigned char *p)
{
	uint32_t sign = (uint32_t)(p[1] & 128) << 24;
	uint32_t exponent = p[1] >> 2 & 31;
	uint32_t mantissa = (uint32_t)(p[1] & 3) << 8 | p[0];

	if (!exponent)
		return (sign ? -0x1p-24f : 0x1p-24f) * (float)mantissa;
	exponent = exponent == 31 ? 255 : exponent + 127 - 15;
	return from_bits(sign | exponent << 23 | mantissa << 13);
}

static const struct dtype {
	const char *name;
	size_t bytes;
	float (*value)(const unsigned char *p);
} dtypes[] = {
	{ "F32", 4, from_f32 },
	{ "F16", 2, from_f16 },
	{ "BF16", 2, from_bf16 },
	{ "F64", 8, from_f64 },
};

static const struct dtype *find_dtype(const char *name)
{
	for (size_t i = 0; i < sizeof(dtypes) / sizeof(*dtypes); i++)
		if (!strcmp(dtypes[i].name, name))
			return &dtypes[i];
	return NULL;
}

static int by_offset(const void *a, const void *b)
{
	const struct tensor_entry *x = a, *y = b;

	if (x->begin != y->begin)
		return x->begin < y->begin ? -1 : 1;
	return (x->end > y->end) - (x->end < y->end);
}

/* Sets N to the length of the header of a file of SIZE bytes that begins with
 * FIRST. */
static int header_len(const unsigned char first[8], uint64_t size, size_t *len,
		      struct err *err)
{
	uint64_t n;

	if (size < 8)
		return err_data(
			err,
			"it is not a safetensors file: %llu bytes are too few",
			(unsigned long long)size);
	if (path_pointer(first, 8))
		return err_data(err, "it is %s", path_pointer(first, 8));
	memcpy(&n, first, 8);
	if (n > size - 8)
		return err_data(err,
				"it is not a safetensors file, or it was cut "
				"off: its header should have %llu bytes, but "
				"only %llu follow",
				(unsigned long long)n,
				(unsigned long long)size - 8);
	if (n > HEADER_MAX)
		return err_data(err,
				"its header of %llu bytes is larger than the "
				"limit of %d bytes",
				(unsigned long long)n, HEADER_MAX);
	*len = (size_t)n;
	return 0;
}

static int read_shape(struct tensor_entry *e, const struct json *shape,
		      struct err *err)
{
	size_t dims = json_len(shape), each = find_dtype(e->t.dtype)->bytes;
	uint64_t bytes = each;

	if (!json_is_list(shape) || dims > 8)
		return err_data(err, "it has no shape of at most 8 numbers");
	e->t.dims = (int)dims;
	for (size_t i = 0; i < dims; i++) {
		int64_t x = json_value(json_at(shape, i), -1);

		if (x < 0)
			return err_data(err, "its shape has a side that is not "
					     "a natural number");
		e->t.shape[i] = (size_t)x;
		if (__builtin_mul_overflow(bytes, (uint64_t)x, &bytes))
			return err_data(err,
					"its shape is larger than any memory");
	}
	if (bytes != e->end - e->begin)
		return err_data(err,
				"its shape needs %llu bytes, but it has %llu",
				(unsigned long long)bytes,
				(unsigned long long)(e->end - e->begin));
	e->t.len = (size_t)(bytes / each);
	return 0;
}

static int read_entry(struct tensor_entry *e, const struct json *j,
		      struct err *err)
{
	const struct json *at = json_get(j, "data_offsets");
	const char *name = json_str(j, "dtype");
	const struct dtype *dtype = name ? find_dtype(name) : NULL;
	int64_t begin, end;

	if (!json_is_map(j) || !name || !json_is_list(at) || json_len(at) != 2)
		return err_data(err,
				"its entry is not made of dtype, shape and "
				"two data_offsets");
	if (!dtype)
		return err_data(err,
				"its type is %.16s, but only F32, F16, BF16 "
				"and F64 can be read: convert it with .float() "
				"in PyTorch",
				name);
	e->t.dtype = dtype->name;
	begin = json_value(json_at(at, 0), -1);
	end = json_value(json_at(at, 1), -1);
	if (begin < 0 || end < begin)
		return err_data(err, "its data_offsets are not valid");
	e->begin = (uint64_t)begin;
	e->end = (uint64_t)end;
	return read_shape(e, json_get(j, "shape"), err);
}

static int read_metadata(struct weights *w, const struct json *j,
			 struct err *err)
{
	if (!json_is_map(j))
		return err_data(err, "its __metadata__ is not an object");
	for (size_t i = 0; i < json_len(j); i++) {
		const char *key = json_key(j, i), *text = json_str(j, key);

		if (!text)
			return err_data(err,
					"the value of '%s' in its "
					"__metadata__ is not text",
					key);
		strs_add(&w->key, key);
		strs_add(&w->value, text);
	}
	return 0;
}

/* Checks that the tensors follow each other, from the first byte of LEN to the
 * last. */
static int check_order(struct tensor_entry *e, size_t n, uint64_t len,
		       struct err *err)
{
	uint64_t at = 0;

	qsort(e, n, sizeof(*e), by_offset);
	for (size_t i = 0; i < n; at = e[i++].end)
		if (e[i].begin != at)
			return err_data(err,
					"tensor '%s' begins at byte %llu, but "
					"the tensor before it ends at byte "
					"%llu",
					e[i].t.name,
					(unsigned long long)e[i].begin,
					(unsigned long long)at);
	if (at != len)
		return err_data(err,
				"its header describes %llu bytes of tensors, "
				"but the file has %llu",
				(unsigned long long)at,
				(unsigned long long)len);
	return 0;
}

/* Fills E, which has room for all tensors, and W's metadata from the JSON
 * header. */
static int read_entries(struct weights *w, struct tensor_entry *e, size_t *n,
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
			return err_wrap(err, "tensor '%.200s': ", key);
		e[(*n)++].t.name = mem_str(key);
	}
	return 0;
}

/* Reads the header of a file with DATA_LEN bytes of tensors into W's tensors,
 * in the order of their data, but without the data. */
static int read_header(struct weights *w, const char *text, size_t len,
		       uint64_t data_len, struct err *err)
{
	struct json *j = json_parse_any(text, len, err);
	struct tensor_entry *e;
	size_t n = 0;
	int rc;

	if (!j)
		return err_wrap(err, "its header is ");
	if (!json_is_map(j) || json_len(j) > TENSORS_MAX ||
	    json_len(json_get(j, "__metadata__")) > TENSORS_MAX) {
		json_free(j);
		return err_data(err,
				"its header is not an object of at most %d "
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

/* Returns the number of all values.  SAME becomes 1 if the bytes of the file
 * are these values, 0 if they must be converted. */
static size_t count_values(const struct weights *w, int *same)
{
	size_t len = 0;

	*same = 1;
	for (size_t i = 0; i < w->n; i++) {
		len += w->tensor[i].len;
		*same = *same && find_dtype(w->tensor[i].dtype) == dtypes;
	}
	return len;
}

/* Allocates memory for LEN values. */
static void place(struct weights *w, size_t len)
{
	float *at = w->memory = mem_floats(len);

	for (size_t i = 0; i < w->n; at += w->tensor[i++].len)
		w->tensor[i].data = at;
}

static void convert(struct weights *w, const unsigned char *from)
{
	float *to = w->memory;

	for (size_t i = 0; i < w->n; i++) {
		const struct dtype *dtype = find_dtype(w->tensor[i].dtype);

		for (size_t k = 0; k < w->tensor[i].len; k++) {
			*to++ = dtype->value(from);
			from += dtype->bytes;
		}
	}
}

int weights_parse(struct weights *w, const void *data, size_t n,
		  struct err *err)
{
	const char *text = (const char *)data + 8;
	size_t len, rest;
	int same;

	*w = (struct weights){ 0 };
	if (header_len(data, n, &len, err) < 0)
		return -1;
	rest = n - 8 - len;
	if (read_header(w, text, len, rest, err) < 0) {
		weights_release(w);
		return -1;
	}
	place(w, count_values(w, &same));
	convert(w, (const unsigned char *)text + len);
	return 0;
}

static int read_exactly(const struct in *in, void *to, size_t n,
			uint64_t offset, struct err *err)
{
	ssize_t got = in_read(in, to, n, offset, err);

	if (got < 0)
		return -1;
	if ((size_t)got < n)
		return err_data(
			err, "the file became shorter while it was being read");
	return 0;
}

/* Reads REST bytes of tensors from OFFSET on. */
static int read_values(struct weights *w, const struct in *in, size_t rest,
		       uint64_t offset, struct err *err)
{
	unsigned char *raw;
	int rc, same;
	size_t len = count_values(w, &same);
	size_t bytes = len * sizeof(float) + (same ? 0 : rest);

	errno = 0;
	if (mem_available() && bytes > mem_available())
		return err_sys(
			err,
			"there is not enough memory for %zu bytes of weights",
			bytes);
	place(w, len);
	if (same)
		return read_exactly(in, w->memory, rest, offset, err);
	raw = mem_alloc(rest);
	rc = read_exactly(in, raw, rest, offset, err);
	if (rc == 0)
		convert(w, raw);
	free(raw);
	return rc;
}

static int read_file(struct weights *w, const struct in *in, struct err *err)
{
	unsigned char first[8] = { 0 };
	uint64_t rest = 0;
	size_t len = 0;
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
	return rc < 0 ? -1 : read_values(w, in, (size_t)rest, 8 + len, err);
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
