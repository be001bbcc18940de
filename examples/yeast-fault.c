/*
 * yeast-fault.c - what goes wrong in a laboratory, on purpose.
 * See yeast.h.
 */
#include "base/buf.h"
#include "base/strs.h"
#include "yeast.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"

typedef void fault_fn(struct picture *p, double amount);

/* Move the picture down and to the right; its border is repeated. */
static void shift(struct picture *p, double amount)
{
	size_t by = (size_t)amount;

	for (size_t y = p->height; y-- > 0;)
		for (size_t x = p->width; x-- > 0;)
			p->px[y * p->width + x] =
				p->px[(y < by ? 0 : y - by) * p->width +
				      (x < by ? 0 : x - by)];
}

static void put_nan(struct picture *p, double amount)
{
	size_t n = p->width * p->height, count = (size_t)amount;

	p->type = PIXEL_F32;
	for (size_t i = 0; i < count && i < n; i++)
		p->px[(i * 7919 + n / 2) % n] = NAN;
}

static int by_value(const void *a, const void *b)
{
	float x = *(const float *)a, y = *(const float *)b;

	return (x > y) - (x < y);
}

/* Exposed so long that AMOUNT percent of the pixels reach the top. */
static void saturate(struct picture *p, double amount)
{
	size_t n = p->width * p->height, at;
	float *sorted = mem_floats(n), low, high;

	memcpy(sorted, p->px, n * sizeof(*sorted));
	qsort(sorted, n, sizeof(*sorted), by_value);
	at = (size_t)((1 - amount / 100) * (double)(n - 1));
	low = sorted[0];
	high = sorted[at] > low ? sorted[at] : low + 1;
	for (size_t i = 0; i < n; i++)
		p->px[i] = fminf(low + (p->px[i] - low) * (65535 - low) /
						 (high - low),
				 65535);
	free(sorted);
}

static void make_constant(struct picture *p, double amount)
{
	for (size_t i = 0; i < p->width * p->height; i++)
		p->px[i] = (float)amount;
}

static void make_8_bit(struct picture *p, double amount)
{
	p->type = PIXEL_U8;
	for (size_t i = 0; i < p->width * p->height; i++)
		p->px[i] = fminf(floorf(p->px[i] / (float)amount), 255);
}

/* As cameras do that keep 12 bits at the upper end of 16. */
static void shift_bits(struct picture *p, double amount)
{
	for (size_t i = 0; i < p->width * p->height; i++)
		p->px[i] = fminf(ldexpf(p->px[i], (int)amount), 65535);
}

static void truncate_file(struct picture *p, double amount)
{
	p->lose = amount / 100;
}

static void crop(struct picture *p, double amount)
{
	size_t by = (size_t)amount, width = p->width - by;
	size_t height = p->height - by;

	for (size_t y = 0; y < height; y++)
		memmove(p->px + y * width, p->px + y * p->width,
			width * sizeof(*p->px));
	p->width = width;
	p->height = height;
}

enum reach { ALL, ONE, TWO, SET };

static const struct fault {
	const char *name;
	enum reach reach;
	int of_target;
	double amount, low, high;
	fault_fn *apply;
} faults[] = {
	{ "swap", TWO, 1, 1, 1, 1, NULL },
	{ "duplicate", TWO, 0, 1, 1, 1, NULL },
	{ "drift", SET, 0, 8, 0, 100, NULL },
	{ "shift", ALL, 1, 4, 1, 32, shift },
	{ "jump", ONE, 1, 8, 1, 32, shift },
	{ "nan", ONE, 0, 25, 1, 4096, put_nan },
	{ "saturate", ONE, 1, 5, 0.1, 90, saturate },
	{ "constant", ONE, 1, 300, 0, 65535, make_constant },
	{ "depth", ONE, 0, 4, 1, 256, make_8_bit },
	{ "bits", ONE, 0, 4, 1, 8, shift_bits },
	{ "truncate", ONE, 1, 50, 1, 99, truncate_file },
	{ "size", ONE, 1, 16, 1, 32, crop },
};

enum { FAULTS = sizeof(faults) / sizeof(*faults) };

const char fault_help[] =
	"Faults, with the AMOUNT they have by default: swap (the targets of "
	"two pairs), duplicate (a pair again in another position), drift:8 "
	"(offset and gain drift so many times as much), shift:4 (every target, "
	"pixels), jump:8 (one target, pixels), nan:25 (pixels of a float32 "
	"source), saturate:5 (percent of a target), constant:300 (a target, "
	"counts), depth:4 (a source as 8 bits, divided by 4), bits:4 (a "
	"source, bits shifted up), truncate:50 (percent of a target's file "
	"lost), size:16 (a target, pixels smaller).";

static int parse(const char *text, const struct fault **fault, double *amount,
		 struct err *err)
{
	size_t len = strcspn(text, ":"), i = 0;

	while (i < FAULTS && (strlen(faults[i].name) != len ||
			      strncmp(faults[i].name, text, len)))
		i++;
	if (i == FAULTS)
		return err_usage(err, "no fault '%s'; see --help", text);
	*fault = &faults[i];
	*amount = faults[i].amount;
	if (!text[len])
		return 0;
	if (num_real(amount, text + len + 1) < 0 ||
	    !(*amount >= faults[i].low && *amount <= faults[i].high))
		return err_usage(err,
				 "fault '%s': want an amount from %g to "
				 "%g",
				 text, faults[i].low, faults[i].high);
	return 0;
}

static void mark(struct shot *s, const struct fault *f, double amount)
{
	buf_printf(&s->faults, "%s%s:%g", s->faults.len ? " " : "", f->name,
		   amount);
}

/* A pair without a fault, not at NOT's position (0: any); or -1. */
static long pick(const struct set *s, const char *name, uint64_t not )
{
	struct rng r;
	size_t first;

	rng_init(&r, (uint64_t)s->seed, name, not, 0);
	first = rng_below(&r, s->shots);
	for (size_t i = 0; i < s->shots; i++) {
		size_t at = (first + i) % s->shots;

		if (!s->shot[at].faults.len && s->shot[at].position != not )
			return (long)at;
	}
	return -1;
}

static int plan_two(struct set *s, const struct fault *f, double amount,
		    struct err *err)
{
	long a = pick(s, f->name, 0), b;

	b = a < 0 ? -1 : pick(s, f->name, s->shot[a].position);
	if (b < 0)
		return err_usage(err, "fault '%s': too few positions", f->name);
	if (f->of_target) {
		s->shot[a].from_target = (size_t)b;
		s->shot[b].from_target = (size_t)a;
		mark(&s->shot[a], f, amount);
	} else {
		s->shot[b].from_source = s->shot[b].from_target = (size_t)a;
	}
	mark(&s->shot[b], f, amount);
	return 0;
}

static int plan(struct set *s, const struct fault *f, double amount,
		struct err *err)
{
	long at;

	switch (f->reach) {
	case SET:
		s->drift *= amount;
		return 0;
	case ALL:
		for (size_t i = 0; i < s->shots; i++)
			mark(&s->shot[i], f, amount);
		return 0;
	case TWO:
		return plan_two(s, f, amount, err);
	case ONE:
		break;
	}
	at = pick(s, f->name, 0);
	if (at < 0)
		return err_usage(err, "more faults than pairs");
	mark(&s->shot[at], f, amount);
	return 0;
}

/* Faults of single pairs come before those of all, so that each finds a
 * pair that has none. */
int fault_plan(struct set *s, const struct strs *texts, struct err *err)
{
	const struct fault *f;
	double amount;

	for (int all = 0; all < 2; all++)
		for (size_t i = 0; i < texts->n; i++) {
			if (parse(texts->at[i], &f, &amount, err) < 0)
				return -1;
			if ((f->reach == ALL) == all &&
			    plan(s, f, amount, err) < 0)
				return -1;
		}
	return 0;
}

void fault_apply(const struct shot *shot, int is_target, struct picture *p)
{
	struct strs list = { 0 };
	const struct fault *f;
	struct err err;
	double amount;

	if (shot->faults.len)
		strs_split(&list, buf_text(&shot->faults), ' ');
	for (size_t i = 0; i < list.n; i++)
		if (!parse(list.at[i], &f, &amount, &err) && f->apply &&
		    f->of_target == is_target)
			f->apply(p, amount);
	strs_release(&list);
}
