/*
 * t_same_scene.c - images of one scene on both sides of the split.
 */
#include "base/mem.h"
#include "base/rng.h"
#include "check/same_scene.h"
#include "unit.h"

enum { PAIRS = 16, N = 128 };

struct scene {
	uint64_t seed; /* where its cells lie */
	int cells;
	double dy, dx; /* moved by */
	double live;   /* by how much each cell moved by itself */
	double lamp;   /* how much brighter it is in the middle */
	double stop;   /* the field ends so far from the middle */
};

/* A ring, or what glows within it. */
static void add_cell(float *px, double y, double x, double size, enum side side)
{
	int reach = (int)size + 6, v0 = (int)y - reach, u0 = (int)x - reach;

	for (int v = v0; v <= v0 + 2 * reach; v++)
		for (int u = u0; u <= u0 + 2 * reach; u++) {
			double d = hypot(v - y, u - x) - size;

			if (v >= 0 && u >= 0 && v < N && u < N)
				px[v * N + u] +=
					(float)(side == TARGET ?
							1 / (1 + exp(d)) :
							-exp(-d * d / 4));
		}
}

static void draw(float *px, const struct scene *s, enum side side,
		 uint64_t noise)
{
	struct rng place, r;

	rng_init(&place, s->seed, "t_same_scene", 0, 0);
	rng_init(&r, noise, "t_same_scene noise", (uint64_t)side, 0);
	for (int i = 0; i < N * N; i++) {
		double v = (i / N - 50) / 64., u = (i % N - 70) / 64.;

		px[i] = (float)(10 + 0.1 * rng_normal(&r) +
				s->lamp * exp(-v * v - u * u));
	}
	for (int k = 0; k < 4 * s->cells; k++) {
		double y = (2 * rng_uniform(&place) - 0.5) * N + s->dy;
		double x = (2 * rng_uniform(&place) - 0.5) * N + s->dx;
		double size = 4 + 6 * rng_uniform(&place);

		y += s->live * rng_normal(&r);
		x += s->live * rng_normal(&r);
		add_cell(px, y, x, size, side);
	}
	for (int i = 0; i < N * N && s->stop > 0; i++)
		if (hypot(i / N - 64, i % N - 64) > s->stop)
			px[i] = 2;
}

/* The album of PAIRS scenes, every fourth one in val. */
static void take(struct fingerprints *a, const struct scene *s)
{
	a->n = PAIRS;
	a->row = mem_zero(PAIRS, sizeof(*a->row));
	for (int side = 0; side < SIDES; side++) {
		struct image im = { .width = N,
				    .height = N,
				    .type = PIXEL_F32,
				    .px = mem_floats(N * N) };

		a->image[side] = mem_zero(PAIRS, sizeof(*a->image[side]));
		for (uint64_t i = 0; i < PAIRS; i++) {
			a->row[i].split = i % 4 == 3 ? "val" : "train";
			draw(im.px, &s[i], (enum side)side, i);
			fingerprint_take(&a->image[side][i], &im);
		}
		image_release(&im);
	}
}

/* How many have kin; *TO is that of the last. */
static int count(const struct scene *s, size_t *to)
{
	struct fingerprints a = { 0 };
	int found = 0;

	take(&a, s);
	for (int side = 0; side < SIDES; side++) {
		size_t *kin = same_scene_find(&a, (enum side)side);

		for (int i = 0; i < PAIRS; i++)
			found += kin[i] < PAIRS;
		*to = kin[PAIRS - 1];
		free(kin);
	}
	fingerprints_release(&a);
	return found;
}

static void make(struct scene *s, int cells, double lamp, double stop)
{
	for (uint64_t i = 0; i < PAIRS; i++)
		s[i] = (struct scene){
			.seed = i, .cells = cells, .lamp = lamp, .stop = stop
		};
}

/* By a stage that drifts, and while cells move under an uneven lamp. */
static void moved_scenes_are_kin(void **state)
{
	struct scene s[PAIRS];
	size_t to;

	(void)state;
	for (int i = 0; i < 2; i++) {
		make(s, 12, i ? 3 : 0, 0);
		s[PAIRS - 1].seed = 4;
		s[PAIRS - 1].dy = i ? 2 : 9;
		s[PAIRS - 1].dx = i ? 1 : -14;
		s[PAIRS - 1].live = i ? 0.5 : 0;
		assert_int_equal(count(s, &to), 4);
		assert_int_equal(to, 4);
	}
}

/* Not by one cell that lies on another, nor by what all have in common. */
static void other_scenes_are_not(void **state)
{
	struct scene s[PAIRS];
	size_t to;

	(void)state;
	for (int i = 0; i < 4; i++) {
		make(s, i % 3 ? 12 : 1, i & 1 ? 5 : 0, i & 2 ? 55 : 0);
		assert_int_equal(count(s, &to), 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(moved_scenes_are_kin),
		cmocka_unit_test(other_scenes_are_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
