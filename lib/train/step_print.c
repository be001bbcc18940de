/*
 * step_print.c - see step_print.h.
 */
#include "train/step_print.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/xxhash.h"
#include "file/out.h"

#define SPARSE \
	100 /* after step STEP_PRINT_ALL, one row in so many has hashes
		      of tensors */

#define SMALL 100000 /* weights that are hashed by one thread */

/* Returns how many steps apart all gradients and weights are hashed, so that
 * reading them takes at most a hundredth of the time.  Reading takes 5 us and 8
 * bytes a weight at 20 GB/s; a step takes 1 ns for 250 multiply-adds (measured
 * by tests/bench/bench_step.c).  This is computed, not timed, so that equal
 * trainings have equal tables. */
static uint64_t steps_between(const struct net *net, double macs)
{
	double reading = 0.4 * (double)net_size(net) + 5000;
	double step = macs / 250;

	return 100 * reading > step ? (uint64_t)ceil(100 * reading / step) : 1;
}

static void add_header(struct step_prints *f)
{
	static const char *const what[] = { "gradient", "weights" };

	buf_str(&f->rows, "step\tbatch\tpixels\tloss\tgradient\tweights");
	for (size_t k = 0; k < 2; k++)
		for (size_t i = 0; i < net_params(f->net); i++)
			buf_printf(&f->rows, "\t%s.%s", what[k],
				   net_param(f->net, i)->name);
	buf_char(&f->rows, '\n');
}

int step_print_open(struct step_prints *f, const char *path, uint64_t keep,
		    const struct net *net, double macs,
		    struct thread_pool *pool, struct err *err)
{
	*f = (struct step_prints){
		.path = mem_str(path),
		.net = net,
		.pool = pool,
		.every = steps_between(net, macs),
		.written = keep,
	};
	f->hash = mem_zero(2 * net_params(net) + 3, sizeof *f->hash);
	if (keep)
		return out_shorten(path, keep, err);
	add_header(f);
	f->written = f->rows.len;
	if (out_write(path, f->rows.data, f->rows.len, err) < 0)
		return -1;
	buf_clear(&f->rows);
	return 0;
}

void step_print_release(struct step_prints *f)
{
	free(f->path);
	free(f->hash);
	buf_release(&f->rows);
	memset(f, 0, sizeof *f);
}

struct hash_job {
	struct step_prints *f;
	const struct step_print *s;
	size_t first; /* piece I computes hash FIRST + I */
};

/* Hash I is that of a gradient, of a tensor, or of one side of the batch. */
static void hash_piece(void *arg, size_t piece, int worker)
{
	struct hash_job *j = arg;
	const struct step_print *s = j->s;
	size_t i = j->first + piece, params = net_params(j->f->net);
	const float *from = i == 2 * params ? s->x : s->y;
	size_t n = i == 2 * params ? s->x_n : s->y_n;

	(void)worker;
	if (i < 2 * params) {
		const struct param *p = net_param(j->f->net, i % params);

		from = (i < params ? s->grad : s->weights) + p->offset;
		n = p->len;
	}
	j->f->hash[i] = xxhash_of(from, n * sizeof *from);
}

static void make_hashes(struct step_prints *f, const struct step_print *s,
			size_t first, size_t end)
{
	struct hash_job j = { f, s, first };

	/* Waking other threads takes longer than hashing a batch, or a small
	 * network. */
	if (end - first > 2 && net_size(f->net) > SMALL)
		thread_pool_run(f->pool, end - first, hash_piece, &j);
	else
		for (size_t i = 0; i < end - first; i++)
			hash_piece(&j, i, 0);
}

/* Append "\t" and the lowest DIGITS hexadecimal digits of BITS.  printf would
 * take longer than hashing does. */
static void add_hex(struct step_prints *f, uint64_t bits, int digits)
{
	char text[17] = "\t";

	for (int i = digits; i > 0; i--, bits >>= 4)
		text[i] = "0123456789abcdef"[bits & 15];
	buf_add(&f->rows, text, (size_t)digits + 1);
}

/* Append the hash of the N hashes from FIRST on. */
static void add_all(struct step_prints *f, size_t first, size_t n)
{
	add_hex(f, xxhash_of(f->hash + first, n * sizeof *f->hash), 16);
}

static void add_tensors(struct step_prints *f, size_t first, size_t n,
			int has_them)
{
	for (size_t i = first; i < first + n; i++)
		if (has_them)
			add_hex(f, f->hash[i], 4);
		else
			buf_char(&f->rows, '\t');
}

uint64_t step_print_pixels(const float *x, size_t x_n, const float *y,
			   size_t y_n, uint64_t earlier)
{
	uint64_t hash[] = { xxhash_of(x, x_n * sizeof *x),
			    xxhash_of(y, y_n * sizeof *y), earlier };

	return xxhash_of(hash, sizeof hash);
}

void step_print_add(struct step_prints *f, const struct step_print *s)
{
	size_t n;
	int all = f->path && s->step % f->every == 0;
	int tensors = all && (s->step <= STEP_PRINT_ALL ||
			      s->step / f->every % SPARSE == 0);
	uint64_t loss;

	if (!f->path)
		return;
	n = net_params(f->net);
	memcpy(&loss, &s->loss, sizeof loss);
	make_hashes(f, s,
		    !all    ? 2 * n :
		    s->step ? 0 :
			      n,
		    s->step ? 2 * n + 2 : 2 * n);
	buf_printf(&f->rows, "%" PRIu64, s->step);
	if (s->step) {
		add_hex(f, s->batch, 16);
		f->hash[2 * n + 2] = s->earlier;
		add_all(f, 2 * n, s->earlier ? 3 : 2);
		add_hex(f, loss, 16);
	} else {
		buf_str(&f->rows, "\t\t\t");
	}
	if (all && s->step)
		add_all(f, 0, n);
	else
		buf_char(&f->rows, '\t');
	if (all)
		add_all(f, n, n);
	else
		buf_char(&f->rows, '\t');
	add_tensors(f, 0, n, tensors && s->step);
	add_tensors(f, n, n, tensors);
	buf_char(&f->rows, '\n');
}

int step_print_write(struct step_prints *f, int sync, struct err *err)
{
	if (!f->path)
		return 0;
	if (out_append(f->path, buf_text(&f->rows), f->rows.len, sync, err) < 0)
		return -1;
	f->written += f->rows.len;
	buf_clear(&f->rows);
	return 0;
}
