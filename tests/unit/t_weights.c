/*
 * t_weights.c - files of tensors: what is written is read, the same content
 * is the same bytes, and nothing a file says is believed.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "file/file.h"
#include "base/mem.h"
#include "file/out.h"
#include "base/thread_pool.h"
#include "base/rng.h"
#include "nn/net.h"
#include "nn/net_init.h"
#include "nn/weights.h"
#include "nn/weights_net.h"

static const struct unet unet = { 2, 2, 1, 3, 2, 2, 3, 0, 0, 0, 0 };

static struct net *make_net(const struct unet *u, struct thread_pool *pool)
{
	struct err err = { 0 };
	struct net *net = net_new(u, pool, &err);

	if (!net)
		fail_msg("%s", err.text);
	net_init(net, 7);
	return net;
}

static char *scratch(const char *name)
{
	return mem_printf("t_weights.%ld.%s", (long)getpid(), name);
}

static void slurp(struct buf *b, const char *path)
{
	struct err err = { 0 };

	if (file_slurp(b, path, 1 << 24, &err) < 0)
		fail_msg("%s", err.text);
}

static void write_net(struct net *net, const char *path)
{
	struct weights w;
	struct err err = { 0 };

	weights_net_view(&w, net);
	if (weights_write(&w, path, 0, &err) < 0)
		fail_msg("%s", err.text);
	weights_release(&w);
}

static void check_round_trip(void **state)
{
	struct thread_pool *pool = thread_pool_new(1);
	struct net *one = make_net(&unet, pool), *two;
	char *a = scratch("a"), *b = scratch("b");
	struct weights w;
	struct buf x = { 0 }, y = { 0 };
	struct unet u;
	struct err err = { 0 };

	(void)state;
	write_net(one, a);
	assert_int_equal(weights_read(&w, a, &err), 0);
	assert_int_equal(weights_net_unet(&w, &u, &err), 0);
	assert_memory_equal(&u, &unet, sizeof(u));
	assert_string_equal(weights_get(&w, "padding"), "same");
	assert_string_equal(weights_get(&w, "final_activation"), "None");
	assert_null(weights_get(&w, "paddin"));
	two = make_net(&u, pool);
	net_init(two, 8);
	assert_int_equal(weights_net_load(&w, two, &err), 0);
	assert_memory_equal(net_weights(one), net_weights(two),
			    net_size(one) * sizeof(float));
	write_net(two, b);
	slurp(&x, a);
	slurp(&y, b);
	assert_int_equal(x.len, y.len);
	assert_memory_equal(x.data, y.data, x.len);
	weights_release(&w);
	net_free(one);
	net_free(two);
	thread_pool_free(pool);
	unlink(a);
	unlink(b);
	buf_release(&x);
	buf_release(&y);
	free(a);
	free(b);
}

/* The order in which tensors and keys were added is not seen. */
static void check_order(void **state)
{
	float data[3] = { 1, 2, 3 };
	size_t two = 2, one = 1;
	char *path[2] = { scratch("0"), scratch("1") };
	struct buf bytes[2] = { { 0 } };

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct weights w = { 0 };
		struct err err = { 0 };

		weights_set(&w, i ? "k" : "a", i ? "v" : "old");
		weights_set(&w, "a", "b\"\n");
		weights_set(&w, "k", "v");
		weights_add(&w, i ? "x" : "w", i ? &one : &two, 1,
			    i ? data + 2 : data);
		weights_add(&w, i ? "w" : "x", i ? &two : &one, 1,
			    i ? data : data + 2);
		assert_int_equal(weights_write(&w, path[i], 1, &err), 0);
		weights_release(&w);
		slurp(&bytes[i], path[i]);
		unlink(path[i]);
		free(path[i]);
	}
	assert_int_equal(bytes[0].len, bytes[1].len);
	assert_memory_equal(bytes[0].data, bytes[1].data, bytes[0].len);
	assert_int_equal(bytes[0].len % 4, 0);
	assert_int_equal((bytes[0].len - 12) % 8, 0);
	assert_memory_equal(bytes[0].data + bytes[0].len - 12, data, 12);
	buf_release(&bytes[0]);
	buf_release(&bytes[1]);
}

/* A file with this header and LEN bytes behind it. */
static int parse(struct weights *w, const char *json, size_t len,
		 struct err *err)
{
	uint64_t n = strlen(json);
	struct buf b = { 0 };
	int rc;

	buf_add(&b, &n, 8);
	buf_str(&b, json);
	while (len--)
		buf_char(&b, '\0');
	err_clear(err);
	rc = weights_parse(w, b.data, b.len, err);
	buf_release(&b);
	return rc;
}

#define T(shape, begin, end)                        \
	"{\"dtype\":\"F32\",\"shape\":[" shape "]," \
	"\"data_offsets\":[" #begin "," #end "]}"

static void check_accepted(void **state)
{
	static const struct {
		const char *json;
		size_t len, tensors;
	} good[] = {
		{ "{}", 0, 0 },
		{ "{}   ", 0, 0 },
		{ "{\"a\":" T("2,3", 0, 24) "}", 24, 1 },
		{ "{\"a\":" T("", 0, 4) "}", 4, 1 },
		{ "{\"a\":" T("0", 0, 0) ",\"b\":" T("1", 0, 4) "}", 4, 2 },
		{ "{\"b\":" T("1", 4, 8) ",\"a\":" T("1", 0, 4) "}", 8, 2 },
		{ "{\"a\":" T("1", 0, 4) ",\"__metadata__\":{\"k\":\"v\"}}", 4,
		  1 },
	};
	struct weights w;
	struct err err = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++) {
		if (parse(&w, good[i].json, good[i].len, &err) < 0)
			fail_msg("%s: %s", good[i].json, err.text);
		assert_int_equal(w.n, good[i].tensors);
		weights_release(&w);
	}
}

static void check_refused(void **state)
{
	static const struct {
		const char *json;
		size_t len;
	} bad[] = {
		{ "", 0 },
		{ "{", 0 },
		{ "[]", 0 },
		{ "3", 0 },
		{ "{}x", 0 },
		{ "{}", 4 },			   /* bytes left over */
		{ "{\"a\":" T("2", 0, 8) "}", 4 }, /* cut off */
		{ "{\"a\":" T("2", 0, 4) "}", 4 }, /* shape and span */
		{ "{\"a\":" T("1", 4, 8) "}", 8 }, /* a hole first */
		{ "{\"a\":" T("1", 0, 4) ",\"b\":" T("1", 8, 12) "}", 12 },
		{ "{\"a\":" T("2", 0, 8) ",\"b\":" T("1", 4, 8) "}", 8 },
		{ "{\"a\":" T("1", 0, 4) ",\"a\":" T("1", 4, 8) "}", 8 },
		{ "{\"a\":" T("-1", 0, 4) "}", 4 },
		{ "{\"a\":" T("1.5", 0, 4) "}", 4 },
		{ "{\"a\":" T("\"1\"", 0, 4) "}", 4 },
		{ "{\"a\":" T("1", 4, 0) "}", 4 },
		{ "{\"a\":" T("1", -4, 0) "}", 4 },
		{ "{\"a\":" T("4294967296,4294967296", 0, 0) "}", 0 },
		{ "{\"a\":" T("4294967296,4294967296,0", 0, 4) "}", 4 },
		{ "{\"a\":" T("9223372036854775807", 0, 4) "}", 4 },
		{ "{\"a\":" T("1", 0, 9223372036854775807) "}", 4 },
		{ "{\"a\":" T("99999999999999999999", 0, 4) "}", 4 },
		{ "{\"a\":" T("1,1,1,1,1,1,1,1,1", 0, 4) "}", 4 },
		{ "{\"a\":{\"dtype\":\"I32\",\"shape\":[1],"
		  "\"data_offsets\":[0,4]}}",
		  4 },
		{ "{\"a\":{\"dtype\":\"F16\",\"shape\":[1],"
		  "\"data_offsets\":[0,4]}}",
		  4 },
		{ "{\"a\":{\"dtype\":\"F64\",\"shape\":[1],"
		  "\"data_offsets\":[0,4]}}",
		  4 },
		{ "{\"a\":{\"dtype\":\"BF16\",\"shape\":[9223372036854775807]"
		  ",\"data_offsets\":[0,4]}}",
		  4 },
		{ "{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}}", 4 },
		{ "{\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,4]}}", 4 },
		{ "{\"a\":{\"shape\":[1],\"data_offsets\":[0,4]}}", 4 },
		{ "{\"a\":3}", 0 },
		{ "{\"a\":[]}", 0 },
		{ "{\"__metadata__\":3}", 0 },
		{ "{\"__metadata__\":{\"k\":3}}", 0 },
		{ "{\"a\\u0000b\":" T("1", 0, 4) "}", 4 },
	};
	struct weights w;
	struct err err = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		if (parse(&w, bad[i].json, bad[i].len, &err) == 0)
			fail_msg("taken: %s", bad[i].json);
		assert_int_equal(err.kind, ERR_DATA);
		assert_true(strlen(err.text) > 0);
		assert_null(w.memory);
		assert_int_equal(w.n, 0);
	}
}

/* What is wrong with a tensor follows "tensor 'a': ". */
static void check_said(void **state)
{
	static const struct {
		const char *json, *said;
	} bad[] = {
		{ "{\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,4]}}",
		  "it has no shape of at most 8 numbers" },
		{ "{\"a\":" T("-1", 0, 4) "}",
		  "its shape has a side that is not a natural number" },
		{ "{\"a\":" T("4294967296,4294967296", 0, 4) "}",
		  "its shape is larger than any memory" },
		{ "{\"a\":" T("2", 0, 4) "}",
		  "its shape needs 8 bytes, but it has 4" },
		{ "{\"a\":" T("1", 4, 0) "}",
		  "its data_offsets are not valid" },
	};
	struct weights w;
	struct err err = { 0 };
	char want[100];

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		assert_int_equal(parse(&w, bad[i].json, 4, &err), -1);
		snprintf(want, sizeof(want), "tensor 'a': %s", bad[i].said);
		if (!strstr(err.text, want))
			fail_msg("'%s' does not say: %s", err.text, want);
	}
}

/* What other types stand for, by IEEE 754 and by bfloat16's definition. */
static void check_types(void **state)
{
	static const char json[] = "{\"d\":{\"dtype\":\"F64\",\"shape\":[1],"
				   "\"data_offsets\":[0,8]},"
				   "\"h\":{\"dtype\":\"F16\",\"shape\":[8],"
				   "\"data_offsets\":[8,24]},"
				   "\"b\":{\"dtype\":\"BF16\",\"shape\":[3],"
				   "\"data_offsets\":[24,30]},"
				   "\"f\":{\"dtype\":\"F32\",\"shape\":[],"
				   "\"data_offsets\":[30,34]}}";
	static const uint16_t half[] = { 0x3c00, 0xc000, 0x0001, 0x83ff,
					 0x0400, 0x7bff, 0xfc00, 0x3555 };
	static const float want[] = { 3.25f,	1,	     -2,
				      0x1p-24f, -0x3ffp-24f, 0x1p-14f,
				      65504,	-INFINITY,   0x1.554p-2f,
				      1,	-3.140625f,  0x1p-133f,
				      -1.5f };
	static const uint16_t brain[] = { 0x3f80, 0xc049, 0x0001 };
	double d = 3.25;
	float f = -1.5f;
	uint64_t n = strlen(json);
	char *path = scratch("types");
	struct weights w;
	struct buf b = { 0 };
	struct err err = { 0 };

	(void)state;
	buf_add(&b, &n, 8);
	buf_str(&b, json);
	buf_add(&b, &d, sizeof(d));
	buf_add(&b, half, sizeof(half));
	buf_add(&b, brain, sizeof(brain));
	buf_add(&b, &f, sizeof(f));
	assert_int_equal(weights_parse(&w, b.data, b.len, &err), 0);
	assert_memory_equal(w.memory, want, sizeof(want));
	assert_string_equal(weights_find(&w, "b")->dtype, "BF16");
	assert_int_equal(weights_find(&w, "h")->len, 8);
	weights_release(&w);
	assert_int_equal(out_write(path, b.data, b.len, &err), 0);
	assert_int_equal(weights_read(&w, path, &err), 0);
	assert_memory_equal(w.memory, want, sizeof(want));
	weights_release(&w);
	buf_release(&b);
	unlink(path);
	free(path);
}

static void write_as(struct net *net, const char *prefix, const char *other,
		     const char *path)
{
	struct weights own, w = { 0 };
	struct err err = { 0 };

	weights_net_view(&own, net);
	for (size_t i = 0; i < own.n; i++) {
		const struct tensor *t = &own.tensor[i];
		char *name = mem_printf("%s%s", prefix, t->name);

		weights_add(&w, name, t->shape, t->dims, t->data);
		free(name);
	}
	if (other)
		weights_add(&w, other, own.tensor[1].shape, 1,
			    own.tensor[1].data);
	if (weights_write(&w, path, 0, &err) < 0)
		fail_msg("%s", err.text);
	weights_release(&own);
	weights_release(&w);
}

/* As torch.compile, DataParallel and Lightning save them, without metadata. */
static void check_prefixes(void **state)
{
	static const char *const prefixes[] = { "", "module.",
						"model._orig_mod." };
	struct thread_pool *pool = thread_pool_new(1);
	struct net *net = make_net(&unet, pool);
	char *path = scratch("prefix");
	struct messages m = { 0 };
	struct weights w;
	struct unet u;
	struct err err = { 0 };

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		write_as(net, prefixes[i], NULL, path);
		assert_int_equal(weights_net_read(&w, path, &m, &err), 0);
		assert_int_equal(m.n, i > 0);
		assert_true(!i || strstr(m.list[0].text, prefixes[i]));
		assert_int_equal(weights_net_unet(&w, &u, &err), 0);
		assert_memory_equal(&u, &unet, sizeof(u));
		assert_int_equal(weights_net_load(&w, net, &err), 0);
		weights_net_assumed(&w, path, &m);
		assert_int_equal(m.n, 1 + (i > 0));
		weights_release(&w);
		messages_release(&m);
	}
	write_as(net, "module.", "loss.weight", path);
	assert_int_equal(weights_net_read(&w, path, &m, &err), -1);
	assert_int_equal(err.kind, ERR_DATA);
	assert_non_null(strstr(err.text, "'loss.weight'"));
	assert_null(w.memory);
	write_as(net, "l_conv_", NULL, path);
	assert_int_equal(weights_net_read(&w, path, &m, &err), 0);
	assert_int_equal(weights_net_unet(&w, &u, &err), -1);
	assert_non_null(strstr(err.text, "'l_conv_final_conv."));
	weights_release(&w);
	net_free(net);
	thread_pool_free(pool);
	unlink(path);
	free(path);
}

/* Lengths that lie: each prefix of a good file, and huge headers. */
static void check_lengths(void **state)
{
	const char *json = "{\"a\":" T("1", 0, 4) "}";
	uint64_t n = strlen(json),
		 lies[] = { n + 5,	    UINT64_MAX, 1ull << 63,
			    UINT64_MAX - 7, 0,		n - 1 };
	char file[100];
	size_t len = 8 + n + 4;
	struct weights w;
	struct err err = { 0 };

	(void)state;
	memset(file, 0, sizeof(file));
	memcpy(file, &n, 8);
	memcpy(file + 8, json, n);
	assert_int_equal(weights_parse(&w, file, len, &err), 0);
	weights_release(&w);
	for (size_t i = 0; i < len; i++) {
		char *copy = mem_alloc(i);

		memcpy(copy, file, i);
		assert_int_equal(weights_parse(&w, copy, i, &err), -1);
		free(copy);
	}
	for (size_t i = 0; i < sizeof(lies) / sizeof(*lies); i++) {
		memcpy(file, &lies[i], 8);
		assert_int_equal(weights_parse(&w, file, len, &err), -1);
	}
}

/* A byte, a character of the JSON, a length, or the end is changed. */
static void mutate(struct buf *b, struct rng *r)
{
	static const char set[] = "0123456789-.\"{}[],:\\ue";
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

/* Up to three mutations of a good file: refused, or inside the file. */
static void check_mutations(void **state)
{
	const char *json = "{\"__metadata__\":{\"depth\":\"1\"},\"a\":" T(
		"2,3", 0, 24) ",\"b\":" T("", 24, 28) "}";
	size_t taken = 0;
	struct rng r;

	(void)state;
	rng_init(&r, 1, "mutations", 0, 0);
	for (int i = 0; i < 10000; i++) {
		uint64_t n = strlen(json), times = rng_below(&r, 4);
		float zeros[7] = { 0 };
		struct buf b = { 0 };
		struct weights w;
		struct err err = { 0 };
		char *copy;

		buf_add(&b, &n, 8);
		buf_str(&b, json);
		buf_add(&b, zeros, sizeof(zeros));
		while (times--)
			mutate(&b, &r);
		/* Exactly as long as the bytes: a read beyond is seen. */
		copy = mem_alloc(b.len);
		memcpy(copy, b.data, b.len);
		if (weights_parse(&w, copy, b.len, &err) == 0) {
			taken++;
			for (size_t k = 0; k < w.n; k++)
				assert_true(w.tensor[k].len <= 7);
			weights_release(&w);
		}
		free(copy);
		buf_release(&b);
	}
	assert_true(taken > 2000 && taken < 9000);
}

static void check_file_errors(void **state)
{
	char *path = scratch("cut");
	struct weights w;
	struct err err = { 0 };

	(void)state;
	assert_int_equal(weights_read(&w, "/nonexistent/w", &err), -1);
	assert_int_equal(err.kind, ERR_DATA);
	assert_int_equal(out_write(path, "\x10\0\0\0\0\0\0\0{}", 10, &err), 0);
	err_clear(&err);
	assert_int_equal(weights_read(&w, path, &err), -1);
	assert_int_equal(err.kind, ERR_DATA);
	assert_non_null(strstr(err.text, path));
	err_clear(&err);
	assert_int_equal(out_write(path, "version https://git-lfs.github", 30,
				   &err),
			 0);
	assert_int_equal(weights_read(&w, path, &err), -1);
	assert_non_null(strstr(err.text, "git lfs pull"));
	unlink(path);
	free(path);
}

/* W with one thing wrong must not load, and change nothing. */
static void refuse_load(struct net *net, struct weights *w, const char *word)
{
	size_t size = net_size(net) * sizeof(float);
	float *before = mem_floats(net_size(net));
	struct err err = { 0 };

	memcpy(before, net_weights(net), size);
	assert_int_equal(weights_net_load(w, net, &err), -1);
	assert_int_equal(err.kind, ERR_DATA);
	if (!strstr(err.text, word))
		fail_msg("'%s' does not say '%s'", err.text, word);
	assert_memory_equal(before, net_weights(net), size);
	free(before);
}

static void check_load(void **state)
{
	struct thread_pool *pool = thread_pool_new(1);
	struct net *net = make_net(&unet, pool), *from;
	struct weights w;
	struct tensor keep;
	float bad = NAN;

	(void)state;
	from = make_net(&unet, pool);
	net_init(from, 9);
	weights_net_view(&w, from);
	keep = w.tensor[w.n - 1];
	assert_string_equal(keep.name, "final_conv.final_conv.bias");
	w.tensor[w.n - 1].data = &bad;
	refuse_load(net, &w, "final_conv.final_conv.bias");
	w.tensor[w.n - 1] = keep;
	w.tensor[w.n - 1].shape[0] = 2;
	refuse_load(net, &w, "(2)");
	w.tensor[w.n - 1] = keep;
	w.n--;
	refuse_load(net, &w, "no tensor 'final_conv.final_conv.bias'");
	w.n++;
	weights_add(&w, "extra", keep.shape, 1, keep.data);
	refuse_load(net, &w, "'extra'");
	weights_release(&w);
	net_free(net);
	net_free(from);
	thread_pool_free(pool);
}

static void refuse_unet(struct net *net, const char *key, const char *value)
{
	struct weights w;
	struct unet u;
	struct err err = { 0 };

	weights_net_view(&w, net);
	weights_set(&w, key, value);
	if (weights_net_unet(&w, &u, &err) == 0)
		fail_msg("%s %s was taken", key, value);
	assert_int_equal(err.kind, ERR_DATA);
	weights_release(&w);
}

static void check_unet(void **state)
{
	struct thread_pool *pool = thread_pool_new(1);
	struct net *net = make_net(&unet, pool);
	struct weights none = { 0 };
	struct unet u;
	struct err err = { 0 };

	(void)state;
	refuse_unet(net, "padding", "full");
	refuse_unet(net, "ndim", "3");
	refuse_unet(net, "upsample_mode", "trilinear");
	refuse_unet(net, "final_activation", "PReLU(num_parameters=1)");
	refuse_unet(net, "final_activation", "Softplus(beta=2, threshold=20)");
	refuse_unet(net, "depth", "two");
	refuse_unet(net, "depth", "-1");
	refuse_unet(net, "kernel_size", "12");
	/* A few words must not make anyone take gigabytes. */
	refuse_unet(net, "num_fmaps", "4096");
	assert_int_equal(weights_net_unet(&none, &u, &err), -1);
	net_free(net);
	thread_pool_free(pool);
}

/* Modes and final functions go to the metadata and come back from them, also as
 * PyTorch writes them. */
static void check_modes(void **state)
{
	struct thread_pool *pool = thread_pool_new(1);
	struct unet u = unet, got;
	struct err err = { 0 };
	struct weights w;
	struct net *net;

	(void)state;
	for (int i = 0; i < 4 * ACTIVATIONS; i++) {
		u.volume = i % 2;
		u.linear = i / 2 % 2;
		u.activation = i / 4;
		net = make_net(&u, pool);
		weights_net_view(&w, net);
		if (weights_net_unet(&w, &got, &err) < 0)
			fail_msg("%s", err.text);
		assert_memory_equal(&u, &got, sizeof(u));
		weights_release(&w);
		net_free(net);
	}
	net = make_net(&unet, pool);
	weights_net_view(&w, net);
	weights_set(&w, "final_activation",
		    "Softplus(beta=1.0, threshold=20.0)");
	assert_int_equal(weights_net_unet(&w, &got, &err), 0);
	assert_int_equal(got.activation, ACTIVATION_SOFTPLUS);
	weights_release(&w);
	net_free(net);
	thread_pool_free(pool);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(check_modes),
		cmocka_unit_test(check_round_trip),
		cmocka_unit_test(check_order),
		cmocka_unit_test(check_accepted),
		cmocka_unit_test(check_refused),
		cmocka_unit_test(check_types),
		cmocka_unit_test(check_prefixes),
		cmocka_unit_test(check_said),
		cmocka_unit_test(check_lengths),
		cmocka_unit_test(check_mutations),
		cmocka_unit_test(check_file_errors),
		cmocka_unit_test(check_load),
		cmocka_unit_test(check_unet),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
