/* diff_steps.c - see diff_steps.h. */
#include "diff/diff_steps.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"

static const char header[] = "step\tbatch\tpixels\tloss\tgradient\tweights";

enum { STEP, BATCH, PIXELS, LOSS, GRADIENT, WEIGHTS, TENSORS };

/* Returns the next line of a table, without its newline. */
struct line {
	const char *text;
	size_t len;
};

static int next_line(struct line *l, const char **pos, const char *end)
{
	const char *stop;

	if (*pos == end)
		return 0;
	stop = memchr(*pos, '\n', (size_t)(end - *pos));
	if (!stop)
		stop = end;
	*l = (struct line){ *pos, (size_t)(stop - *pos) };
	*pos = stop < end ? stop + 1 : end;
	return 1;
}

static int same_line(const struct line *a, const struct line *b)
{
	return a->len == b->len && !memcmp(a->text, b->text, a->len);
}

int diff_steps_is(const struct buf *b)
{
	size_t n = strlen(header);

	return b->len > n && !memcmp(b->data, header, n) &&
	       (b->data[n] == '\t' || b->data[n] == '\n');
}

static void split(struct strs *to, const struct line *l)
{
	struct buf text = { 0 };

	buf_add(&text, l->text, l->len);
	strs_split(to, buf_text(&text), '\t');
	buf_release(&text);
}

static double bits_value(const char *hex)
{
	uint64_t bits = strtoull(hex, NULL, 16);
	double x;

	memcpy(&x, &bits, sizeof x);
	return x;
}

/* Maps doubles to integers in the same order; -0 comes directly before 0. */
static int64_t order_of(double x)
{
	int64_t bits;

	memcpy(&bits, &x, sizeof bits);
	return bits < 0 ? -(bits & INT64_MAX) - 1 : bits;
}

static void take_loss(struct diff_steps *d, const char *a, const char *b)
{
	int64_t x, y;

	d->loss[0] = bits_value(a);
	d->loss[1] = bits_value(b);
	if (isnan(d->loss[0]) || isnan(d->loss[1])) {
		d->ulp = UINT64_MAX;
		return;
	}
	x = order_of(d->loss[0]);
	y = order_of(d->loss[1]);
	d->ulp = x > y ? (uint64_t)x - (uint64_t)y : (uint64_t)y - (uint64_t)x;
}

/* The columns of tensors have gradients in the first half and weights in the
 * second. */
static void take_tensors(struct diff_steps *d, const struct strs *names,
			 const struct strs *a, const struct strs *b)
{
	size_t half = (names->n - TENSORS) / 2;
	size_t from = TENSORS + (d->what == DIFF_STEPS_WEIGHTS ? half : 0);

	d->all = half;
	for (size_t i = from; i < from + half; i++) {
		const char *name = strchr(names->at[i], '.');

		if (!*a->at[i] || !*b->at[i] || !strcmp(a->at[i], b->at[i]))
			continue;
		strs_add(&d->names, name ? name + 1 : names->at[i]);
		d->tensors++;
	}
}

/* Compares the columns of two rows in the order in which a step computes
 * them. */
static void compare_rows(struct diff_steps *d, const struct line *head,
			 const struct line *a, const struct line *b)
{
	static const enum diff_steps_what what[] = {
		[BATCH] = DIFF_STEPS_BATCH,
		[PIXELS] = DIFF_STEPS_PIXELS,
		[LOSS] = DIFF_STEPS_LOSS,
		[GRADIENT] = DIFF_STEPS_GRADIENT,
		[WEIGHTS] = DIFF_STEPS_WEIGHTS,
	};
	struct strs names = { 0 }, x = { 0 }, y = { 0 };
	int i = BATCH;

	split(&names, head);
	split(&x, a);
	split(&y, b);
	d->what = DIFF_STEPS_WEIGHTS;
	if (x.n == names.n && y.n == names.n) {
		d->step = strtoull(x.at[STEP], NULL, 10);
		while (i < WEIGHTS && !strcmp(x.at[i], y.at[i]))
			i++;
		d->what = what[i];
		if (i == LOSS)
			take_loss(d, x.at[i], y.at[i]);
		if (i > LOSS)
			take_tensors(d, &names, &x, &y);
	}
	strs_release(&names);
	strs_release(&x);
	strs_release(&y);
}

/* Remembers the step of an equal row if the row has a hash of the weights. */
static void note_equal(struct diff_steps *d, const struct line *l)
{
	struct line cell = *l;
	uint64_t step = strtoull(l->text, NULL, 10);

	for (int i = 0; i < WEIGHTS; i++) {
		const char *tab = memchr(cell.text, '\t', cell.len);

		if (!tab)
			return;
		cell.len -= (size_t)(tab + 1 - cell.text);
		cell.text = tab + 1;
	}
	if (!cell.len || *cell.text == '\t')
		return;
	d->since = step;
	d->has_weights = 1;
}

static uint64_t last_step(const struct buf *b)
{
	size_t n = b->len && b->data[b->len - 1] == '\n' ? b->len - 1 : b->len;

	while (n && b->data[n - 1] != '\n')
		n--;
	return strtoull(buf_text(b) + n, NULL, 10);
}

void diff_steps(struct diff_steps *d, const struct buf *a, const struct buf *b)
{
	const char *p = buf_text(a), *q = buf_text(b);
	const char *end_p = p + a->len, *end_q = q + b->len;
	struct line head, other, x, y;

	*d = (struct diff_steps){ .steps = { last_step(a), last_step(b) } };
	if (!diff_steps_is(a) || !diff_steps_is(b) ||
	    !next_line(&head, &p, end_p) || !next_line(&other, &q, end_q) ||
	    !same_line(&head, &other)) {
		d->what = DIFF_STEPS_NETWORK;
		return;
	}
	for (;;) {
		int has_x = next_line(&x, &p, end_p);
		int has_y = next_line(&y, &q, end_q);

		if (!has_x && !has_y)
			return;
		if (!has_x || !has_y) {
			d->what = DIFF_STEPS_END;
			d->step = d->steps[d->steps[0] > d->steps[1]];
			return;
		}
		if (!same_line(&x, &y)) {
			compare_rows(d, &head, &x, &y);
			return;
		}
		note_equal(d, &x);
	}
}

void diff_steps_release(struct diff_steps *d)
{
	strs_release(&d->names);
	*d = (struct diff_steps){ 0 };
}

const char *diff_steps_name(enum diff_steps_what what)
{
	static const char *const name[] = {
		[DIFF_STEPS_NONE] = "none",
		[DIFF_STEPS_BATCH] = "batch",
		[DIFF_STEPS_PIXELS] = "pixels",
		[DIFF_STEPS_LOSS] = "loss",
		[DIFF_STEPS_GRADIENT] = "gradient",
		[DIFF_STEPS_WEIGHTS] = "weights",
		[DIFF_STEPS_END] = "end",
		[DIFF_STEPS_NETWORK] = "network",
	};

	return name[what];
}

static void add_tensors(const struct diff_steps *d, const char *what,
			struct buf *to)
{
	buf_str(to, what);
	if (!d->tensors)
		return;
	buf_printf(to, " of %zu of %zu tensors, the first is '%s'", d->tensors,
		   d->all, d->names.at[0]);
}

static void add_loss(const struct diff_steps *d, struct buf *to)
{
	char a[NUM_MAX], b[NUM_MAX];

	buf_printf(to, "the loss of the same batch, %s and %s",
		   num_exact(a, d->loss[0]), num_exact(b, d->loss[1]));
	if (d->ulp < UINT64_MAX)
		buf_printf(to, " (%" PRIu64 " ulp of a double)", d->ulp);
}

static void add_what(const struct diff_steps *d, struct buf *to)
{
	switch (d->what) {
	case DIFF_STEPS_BATCH:
		buf_str(to, "which patches are drawn");
		break;
	case DIFF_STEPS_PIXELS:
		buf_str(to, "the pixels of the same patches");
		break;
	case DIFF_STEPS_LOSS:
		add_loss(d, to);
		break;
	case DIFF_STEPS_GRADIENT:
		add_tensors(d, "the gradient", to);
		break;
	case DIFF_STEPS_WEIGHTS:
		add_tensors(d, d->step ? "the weights" : "the initial weights",
			    to);
		break;
	default:
		buf_printf(to,
			   "the last step of one, but the other has %" PRIu64
			   " steps",
			   d->steps[d->steps[0] < d->steps[1]]);
	}
}

void diff_steps_text(const struct diff_steps *d, struct buf *to)
{
	if (d->what == DIFF_STEPS_NONE) {
		buf_printf(to, "all %" PRIu64 " steps are equal", d->steps[0]);
		return;
	}
	if (d->what == DIFF_STEPS_NETWORK) {
		buf_str(to, "the networks have other tensors");
		return;
	}
	buf_printf(to, "step %" PRIu64 ": ", d->step);
	add_what(d, to);
	/* the weights may have differed before, at steps without hashes of
	 * them */
	if (d->what >= DIFF_STEPS_LOSS && d->what <= DIFF_STEPS_WEIGHTS &&
	    d->step > 1 && d->has_weights && d->since + 1 < d->step)
		buf_printf(to, "; the weights were last equal at step %" PRIu64,
			   d->since);
}
