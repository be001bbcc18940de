/*
 * bioimage_test.c - see bioimage_test.h.
 */
#include "export/bioimage_test.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "file/in.h"
#include "image/cache.h"
#include "image/ref.h"
#include "manifest/manifest.h"
#include "run/run.h"

static size_t len_of(struct extent e)
{
	return e.d * e.h * e.w;
}

static size_t channels_in(const struct bioimage_test *t)
{
	return (size_t)net_unet(t->n->net)->in_channels;
}

static int ascending(const void *a, const void *b)
{
	float x = *(const float *)a, y = *(const float *)b;

	return (x > y) - (x < y);
}

/* Returns a percentile of N sorted values, between two of them in proportion:
 * numpy's "linear". */
static double percentile(const float *x, size_t n, double percent)
{
	double at = (double)(n - 1) * percent / 100;
	size_t i = (size_t)at;
	double low = (double)x[i], high = (double)x[i + 1 < n ? i + 1 : i];

	return low + (high - low) * (at - (double)i);
}

static struct norm by_range(const struct fit_rule *r, const float *px, size_t n)
{
	int all = !strcmp(r->method, "minmax");
	float *x = mem_floats(n);
	double low, high;

	memcpy(x, px, n * sizeof(*x));
	qsort(x, n, sizeof(*x), ascending);
	low = percentile(x, n, all ? 0 : r->low);
	high = percentile(x, n, all ? 100 : r->high);
	free(x);
	return (struct norm){ low, 1 / (high - low + BIOIMAGE_TEST_EPS) };
}

static struct norm by_mean(const float *x, size_t n)
{
	double mean = 0, squares = 0;

	for (size_t i = 0; i < n; i++)
		mean += (double)x[i] / (double)n;
	for (size_t i = 0; i < n; i++)
		squares += ((double)x[i] - mean) * ((double)x[i] - mean);
	return (struct norm){ mean, 1 / (sqrt(squares / (double)n) +
					 BIOIMAGE_TEST_EPS) };
}

/* What the package's preprocessing does to a channel X of the image. */
static struct norm find_norm(const struct bioimage_test *t, size_t channel,
			     const float *x)
{
	size_t n = len_of(t->in);

	if (t->n->trained.normalised < 0)
		return (struct norm){ 0, 1 };
	if (!t->rule)
		return t->n->trained.side[SOURCE].norm[channel];
	return strcmp(t->rule->method, "zscore") ? by_range(t->rule, x, n) :
						   by_mean(x, n);
}

/* Returns the place AT of a line of N pixels that is continued by its mirror
 * images. */
static size_t mirror(size_t at, size_t n)
{
	size_t period = n > 1 ? 2 * (n - 1) : 1;

	at %= period;
	return at < n ? at : period - at;
}

static int read_pixels(const struct bioimage_test *t, struct cache *c,
		       size_t image, float *to, struct err *err)
{
	size_t w, h, d = cache_slices(c, image);
	float *row;
	int rc = 0;

	cache_sides(c, image, &w, &h);
	h /= d;
	row = mem_floats(w);
	for (size_t i = 0; i < t->in.d * t->in.h && !rc; i++) {
		struct area area = { 0, 0, w, 1 };

		area.y = mirror(i / t->in.h, d) * h + mirror(i % t->in.h, h);
		rc = cache_read(c, image, &area, CACHE_AGAIN, row, err);
		for (size_t x = 0; x < t->in.w && !rc; x++)
			*to++ = row[mirror(x, w)];
	}
	free(row);
	return rc;
}

static int read_image(const struct bioimage_test *t, const char *ref, float *to,
		      struct err *err)
{
	int stack = net_unet(t->n->net)->volume != 0;
	struct cache *c = cache_new();
	size_t image;
	int rc = cache_add(c, ref, &image, err);

	if (rc == 0 && (cache_slices(c, image) > 1) != stack)
		rc = err_data(err, "the network is for %s, but '%s' is a %s",
			      stack ? "stacks" : "planes", ref,
			      stack ? "plane" : "stack");
	if (rc == 0) {
		cache_room(c, (size_t)cache_row(c));
		rc = read_pixels(t, c, image, to, err);
	}
	cache_free(c);
	return rc;
}

/* Fails if the image REF is no longer the one that the training read. */
static int check_unchanged(const struct network *n, const char *ref,
			   struct err *err)
{
	struct store s = { 0 };
	struct run r = { 0 };
	const struct digest *was;
	struct digest now;
	char *path, *select;
	int rc = store_need(&s, err);

	ref_split(ref, &path, &select);
	if (rc == 0)
		rc = run_read(&r, &s, n->run, err);
	was = rc == 0 ? file_list_find(&r.inputs, path) : NULL;
	if (was && (rc = in_digest(&now, path, err)) == 0 &&
	    !digest_same(was, &now))
		rc = err_data(err,
			      "'%s' was changed since run %s was trained on "
			      "it, so it cannot be the test image: put back "
			      "what it was",
			      path, n->run);
	free(path);
	free(select);
	run_release(&r);
	store_release(&s);
	return rc;
}

static const struct pair *find_row(const struct manifest *m,
				   const struct trained *t)
{
	const char *labels[] = { t->val_split ? t->val_split : "val",
				 t->train_split ? t->train_split : "train" };

	for (size_t k = 0; k < 2; k++)
		for (size_t i = 0; i < m->n; i++)
			if (!strcmp(m->list[i].split, labels[k]))
				return &m->list[i];
	return &m->list[0];
}

static int read_input(const struct bioimage_test *t, float *to,
		      struct messages *said, struct err *err)
{
	const struct network *n = t->n;
	struct manifest m = { 0 };
	const struct pair *row;
	int rc = manifest_read(&m, n->table, err);

	if (rc == 0 && !m.n)
		rc = err_data(err, "it has no rows");
	if (rc == 0 && m.channels[SOURCE] != channels_in(t))
		rc = err_data(err,
			      "its sources have %zu channels, and the network "
			      "takes %zu",
			      m.channels[SOURCE], channels_in(t));
	if (rc == 0) {
		row = find_row(&m, &n->trained);
		for (size_t k = 0; k < channels_in(t) && rc == 0; k++)
			rc = read_image(t, row->channel[SOURCE][k].ref,
					to + k * len_of(t->in), err);
		for (size_t k = 0; k < channels_in(t) && rc == 0 && n->run; k++)
			if (check_unchanged(n, row->channel[SOURCE][k].ref,
					    err) < 0) {
				manifest_release(&m);
				return -1;
			}
		if (rc < 0 && n->cwd)
			err_wrap(err, "in '%s', where the training was run: ",
				 n->cwd);
		else if (rc == 0)
			messages_info(said, "the test image is '%s'",
				      row->source);
	}
	manifest_release(&m);
	return rc < 0 ? err_wrap(err, "%s: ", n->called) : 0;
}

/* Numpy's format, version 1.0. */
static void add_array(struct buf *b, const struct bioimage_test *t,
		      const float *px, size_t channels, struct extent e)
{
	struct buf head = { 0 };

	buf_printf(&head,
		   "{'descr': '<f4', 'fortran_order': False, 'shape': "
		   "(1, %zu, ",
		   channels);
	if (net_unet(t->n->net)->volume)
		buf_printf(&head, "%zu, ", e.d);
	buf_printf(&head, "%zu, %zu), }", e.h, e.w);
	while ((10 + head.len + 1) % 64)
		buf_char(&head, ' ');
	buf_char(&head, '\n');
	buf_add(b, "\x93NUMPY\1\0", 8);
	buf_char(b, (char)(head.len & 255));
	buf_char(b, (char)(head.len >> 8));
	buf_add(b, head.data, head.len);
	buf_add(b, px, channels * len_of(e) * sizeof(*px));
	buf_release(&head);
}

/* Predicts the image PX, which is normalised in place. */
static void add_output(struct buf *b, const struct bioimage_test *t, float *px)
{
	const struct unet *u = net_unet(t->n->net);
	struct extent e = { u->volume ? unet_output(u, t->in.d) : 1,
			    unet_output(u, t->in.h), unet_output(u, t->in.w) };
	size_t targets = (size_t)u->out_channels;
	float *y = mem_floats(targets * len_of(e));

	for (size_t k = 0; k < channels_in(t); k++) {
		float *x = px + k * len_of(t->in);
		struct norm norm = find_norm(t, k, x);

		norm_apply(&norm, x, len_of(t->in));
	}
	net_forward(t->n->net, px, y, 1, t->in);
	for (size_t k = 0; k < targets && t->n->trained.normalised > 0; k++)
		norm_undo(&t->n->trained.side[TARGET].norm[k],
			  y + k * len_of(e), len_of(e));
	add_array(b, t, y, targets, e);
	free(y);
}

int bioimage_test_make(const struct bioimage_test *t, struct buf *in,
		       struct buf *out, struct messages *m, struct err *err)
{
	double bytes =
		net_memory_forward(net_unet(t->n->net),
				   thread_pool_threads(t->n->pool), t->in, 0) +
		2.0 * sizeof(float) * (double)(channels_in(t) * len_of(t->in));
	float *px;
	int rc;

	errno = 0;
	if (mem_available() && bytes > (double)mem_available())
		return err_sys(err,
			       "there is not enough memory to predict a test "
			       "image of %zu x %zu pixels: that takes %.0f "
			       "bytes",
			       t->in.w, t->in.h, bytes);
	px = mem_floats(channels_in(t) * len_of(t->in));
	rc = read_input(t, px, m, err);
	if (rc == 0) {
		add_array(in, t, px, channels_in(t), t->in);
		add_output(out, t, px);
	}
	free(px);
	return rc;
}
