/*
 * fuzz_weights.c - whatever bytes a file of weights holds, reading it
 * neither crashes nor takes more memory than the bytes.
 *
 * With libFuzzer:  clang -DFUZZER -fsanitize=fuzzer,address ...
 * Alone: runs the seeds it makes, then mutations of them, always the same.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/rng.h"
#include "nn/weights.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct weights w;
	struct unet u;
	struct err err = {0};
	size_t len = 0;

	if (weights_parse(&w, data, n, &err) < 0)
		return 0;
	for (size_t i = 0; i < w.n; i++)
		len += w.tensor[i].len;
	if (len * sizeof(float) > n)
		abort();
	weights_unet(&w, &u, &err);
	weights_release(&w);
	return 0;
}

#ifndef FUZZER
static void seed(struct buf *b, const char *json, size_t data)
{
	uint64_t n = strlen(json);

	buf_clear(b);
	buf_add(b, &n, sizeof(n));
	buf_str(b, json);
	while (data--)
		buf_char(b, '\1');
}

/* A byte, a length, a digit, or the end is not what it was. */
static void mutate(struct buf *b, struct rng *r)
{
	static const char set[] = "0123456789-.\"{}[],:\\ue\0";
	size_t at = rng_below(r, b->len);

	switch (rng_below(r, 4)) {
	case 0:
		b->data[at] = (char)rng_bits(r);
		break;
	case 1:
		b->data[at] = set[rng_below(r, sizeof(set))];
		break;
	case 2:
		b->data[rng_below(r, 8)] = (char)rng_bits(r);
		break;
	default:
		b->len = at + 1;
	}
}

int main(void)
{
	static const char *const json[] = {
		"{}",
		"{\"a\":{\"dtype\":\"F32\",\"shape\":[2,3],"
		"\"data_offsets\":[0,24]}}",
		"{\"__metadata__\":{\"depth\":\"1\",\"in_channels\":\"1\"},"
		"\"left_convs.0.conv_pass.0.weight\":{\"dtype\":\"F32\","
		"\"shape\":[1,1,1,6],\"data_offsets\":[0,24]}}",
		"{\"a\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":"
		"[0,4]},\"b\":{\"dtype\":\"F32\",\"shape\":[5],"
		"\"data_offsets\":[4,24]}}",
	};
	struct buf b = {0};
	struct rng r;

	rng_init(&r, 1, "fuzz", 0, 0);
	for (int i = 0; i < 20000; i++) {
		seed(&b, json[i % 4], i % 4 ? 24 : 0);
		for (uint64_t k = rng_below(&r, 4); k > 0 && i > 3; k--)
			mutate(&b, &r);
		uint8_t *copy = mem_alloc(b.len);

		memcpy(copy, b.data, b.len);
		LLVMFuzzerTestOneInput(copy, b.len);
		free(copy);
	}
	buf_release(&b);
	puts("1..1\nok 1 - 20000 files of weights, most of them broken");
	return 0;
}
#endif
