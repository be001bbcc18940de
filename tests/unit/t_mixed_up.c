/*
 * t_mixed_up.c - the best matching of all, and pairs compared with others.
 */
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/rng.h"
#include "check/assignment.h"
#include "check/mixed_up.h"
#include "unit.h"

/* The highest sum over all orders of FROM to N. */
static double try_all(const double *cell, size_t n, size_t *order, size_t from)
{
	double best = -INFINITY, sum = 0;

	if (from == n) {
		for (size_t i = 0; i < n; i++)
			sum += cell[i * n + order[i]];
		return sum;
	}
	for (size_t i = from; i < n; i++) {
		size_t one = order[from];

		order[from] = order[i];
		order[i] = one;
		best = fmax(best, try_all(cell, n, order, from + 1));
		order[i] = order[from];
		order[from] = one;
	}
	return best;
}

static void no_order_is_better(void **state)
{
	struct rng r;

	(void)state;
	rng_init(&r, 1, "t_mixed_up", 0, 0);
	for (int turn = 0; turn < 200; turn++) {
		size_t n = 1 + rng_below(&r, 7), to[7], order[7];
		double cell[49], sum = 0;
		int seen[7] = { 0 };

		for (size_t i = 0; i < n * n; i++)
			cell[i] = turn % 2 ? rng_normal(&r) :
					     (double)rng_below(&r, 4);
		assignment_best(cell, n, to);
		for (size_t i = 0; i < n; i++) {
			order[i] = i;
			sum += cell[i * n + to[i]];
			assert_false(seen[to[i]]++);
		}
		assert_true(fabs(sum - try_all(cell, n, order, 0)) < 1e-9);
	}
}

enum { SIDE = 96, SPOTS = 12, PAIRS = 8 };

/* Spots in places of scene number SCENE, of which the target is brighter
 * where the source is darker, with noise of its own. */
static void draw(float *px, uint64_t scene, enum side side)
{
	struct rng place, noise;

	rng_init(&place, 1, "scene", scene, 0);
	rng_init(&noise, 1, "noise", scene, side);
	for (int i = 0; i < SIDE * SIDE; i++)
		px[i] = (float)(100 + rng_normal(&noise));
	for (int k = 0; k < SPOTS; k++) {
		double y = SIDE * rng_uniform(&place);
		double x = SIDE * rng_uniform(&place);

		for (int i = 0; i < SIDE * SIDE; i++) {
			double d = hypot(i / SIDE - y, i % SIDE - x);

			px[i] += (float)((side ? 30 : -8) *
					 exp(-d * d / (side ? 8 : 18)));
		}
	}
}

/* Of PAIRS rows, the target of row i being that of scene TARGET[i]. */
static struct mixed_up compare(const uint64_t *target, int one_scene)
{
	struct fingerprints a = { .n = PAIRS };
	struct phase_correlation room = { 0 };
	struct mixed_up found;

	a.row = mem_zero(PAIRS, sizeof(*a.row));
	for (uint64_t i = 0; i < PAIRS; i++) {
		struct image im[SIDES];

		for (int s = 0; s < SIDES; s++)
			im[s] = (struct image){ .width = SIDE,
						.height = SIDE,
						.px = mem_floats(SIDE * SIDE) };
		draw(im[SOURCE].px, one_scene ? 0 : i, SOURCE);
		draw(im[TARGET].px, one_scene ? 0 : target[i], TARGET);
		phase_correlation_keep(&room, &im[SOURCE], &im[TARGET],
				       &a.row[i].spectrum[SOURCE],
				       &a.row[i].spectrum[TARGET]);
		free(im[SOURCE].px);
		free(im[TARGET].px);
	}
	mixed_up_find(&found, &a, 0, 0);
	for (int i = 0; i < PAIRS; i++)
		for (int s = 0; s < SIDES; s++)
			phase_correlation_drop(&a.row[i].spectrum[s]);
	free(a.row);
	phase_correlation_release(&room);
	return found;
}

static void pairs_fit_better_than_others(void **state)
{
	static const uint64_t own[] = { 0, 1, 2, 3, 4, 5, 6, 7 };
	static const uint64_t shuffled[] = { 1, 2, 3, 4, 5, 6, 7, 0 };
	static const uint64_t others[] = { 11, 12, 13, 14, 15, 16, 17, 18 };
	struct mixed_up found = compare(own, 0);

	(void)state;
	assert_int_equal(found.pairs, PAIRS);
	assert_true(found.sure > 3);
	assert_true(found.best - found.own < 0.05);
	found = compare(shuffled, 0);
	assert_true(found.sure < 1);
	assert_true(found.best - found.own > 0.5);
	assert_int_equal(found.target, (found.source + PAIRS - 1) % PAIRS);
	/* Of no source in the set: nothing fits better, but nothing fits. */
	found = compare(others, 0);
	assert_true(fabs(found.sure) < 2);
	assert_true(found.best < 0.3);
	found = compare(own, 1);
	assert_true(found.spread < 0.2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_order_is_better),
		cmocka_unit_test(pairs_fit_better_than_others),
	};

	return cmocka_run_group_tests(tests, unit_enter, unit_leave);
}
