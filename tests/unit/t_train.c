/*
 * t_train.c - training ends the same way however it got there.
 */
#include "file/file.h"
#include "fit.h"
#include "train/crop.h"

#include <math.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "train/plan.h"
#include "train/setup.h"
#include "train/train.h"
#include "train/trained.h"
#include "train/validation.h"
#include "nn/net_init.h"

enum { STEPS = 12 };

static const struct fit_size sizes[] = {
	{ 24, 20, "train" },
	{ 16, 33, "train" },
	{ 19, 21, "val" },
};
static struct manifest pairs, unvalidated;

/* The target is a smooth function of the source's neighbourhood. */
static void wave(size_t i, size_t x, size_t y, size_t width, float *source,
		 float *target)
{
	double a = sin(0.7 * (double)x + (double)i), b = cos(0.5 * (double)y);

	(void)width;
	*source = (float)(a * b + 0.1 * sin(13.0 * (double)(x * y)));
	*target = (float)(2 * a * b);
}

static int enter(void **state)
{
	static const struct fit_size no_val = { 24, 20, "train" };

	(void)state;
	fit_enter();
	fit_pairs(&unvalidated, &no_val, 1, wave);
	fit_pairs(&pairs, sizes, 3, wave);
	return 0;
}

static int leave(void **state)
{
	(void)state;
	manifest_release(&pairs);
	manifest_release(&unvalidated);
	fit_leave();
	return 0;
}

static int kind; /* of updates: 0 to 2 */

static void set_kind(struct train_options *o)
{
	if (kind == 1) {
		o->optimiser = (struct optimiser_options){ OPTIMISER_SGD, 0.05,
							   0.9, 1e-3, 0.5 };
		o->schedule = (struct schedule){ .kind = SCHEDULE_PLATEAU,
						 .factor = 0.5 };
		o->ema = 0.9;
		o->batch.parts = 2;
	} else if (kind == 2) {
		o->optimiser = (struct optimiser_options){ OPTIMISER_ADAMW,
							   0.01, 0, 0.1, 0 };
		o->schedule = (struct schedule){ .kind = SCHEDULE_COSINE,
						 .warmup = 3,
						 .end = 1e-4 };
		o->ema = 0.99;
	}
}

static struct train_options options(const char *dir)
{
	struct train_options o = {
		.unet = { 2, 1, 1, 4, 2, 2, 3, 0, 0, 0, 0 },
		.batch = { .split = "train",
			   .patch = 8,
			   .batch = 3,
			   .seed = 5,
			   .flip = 1,
			   .turn = 1,
			   .parts = 1 },
		.val_split = "val",
		.loss = objective_mse,
		.optimiser = { .lr = 1e-2 },
		.steps = STEPS,
		.val_every = 4,
		.log_every = 5,
		.save_every = 3,
		.dir = dir,
	};

	set_kind(&o);
	return o;
}

struct script {			  /* what happens while it trains */
	uint64_t stop_at, die_at; /* steps; 0: never */
	uint64_t step;
	unsigned warnings;
	unsigned asked, stop_asked; /* how often; 0: when not to stop */
};

static int stop(void *arg)
{
	struct script *s = arg;

	if (s->stop_asked && ++s->asked == s->stop_asked)
		return 1;
	return s->stop_at && s->step >= s->stop_at;
}

static void on_step(void *arg, const struct train *t)
{
	struct script *s = arg;

	s->step = t->state.step;
	if (s->die_at && s->step == s->die_at)
		_exit(9);
}

static void count_warnings(void *arg, struct messages *m)
{
	struct script *s = arg;

	for (size_t i = 0; i < m->n; i++)
		s->warnings += m->list[i].level == MESSAGE_WARNING;
	messages_release(m);
}

static int train(const struct train_options *o, const struct manifest *p,
		 int threads, struct script *s, struct err *err)
{
	struct train_calls talk = {
		.arg = s, .stop = stop, .step = on_step, .tell = count_warnings
	};
	struct thread_pool *pool = thread_pool_new(threads);
	struct train *t = setup_training(o, p, pool, err);
	int rc = t ? train_run(t, &talk, err) : -1;

	setup_free(t);
	thread_pool_free(pool);
	return rc;
}

static void train_well(const char *dir, int threads)
{
	struct train_options o = options(dir);
	struct script s = { 0 };
	struct err err = { 0 };

	if (dir)
		mkdir(dir, 0777);
	if (train(&o, &pairs, threads, &s, &err))
		fail_msg("%s", err.text);
}

static void assert_same_file(const char *a, const char *b, const char *name)
{
	char *pa = mem_printf("%s/%s", a, name);
	char *pb = mem_printf("%s/%s", b, name);
	struct buf x = { 0 }, y = { 0 };
	struct err err = { 0 };

	if (file_slurp(&x, pa, 1 << 24, &err) < 0 ||
	    file_slurp(&y, pb, 1 << 24, &err) < 0)
		fail_msg("%s", err.text);
	if (x.len != y.len || memcmp(x.data, y.data, x.len))
		fail_msg("%s and %s differ", pa, pb);
	buf_release(&x);
	buf_release(&y);
	free(pa);
	free(pb);
}

static void assert_same(const char *a, const char *b)
{
	assert_same_file(a, b, TRAIN_BEST);
	assert_same_file(a, b, TRAIN_LAST);
	assert_same_file(a, b, TRAIN_CURVE);
	assert_same_file(a, b, TRAIN_PRINTS);
	assert_same_file(a, b, CHECKPOINT_STATE);
}

static void threads_change_no_bit(void **state)
{
	(void)state;
	train_well("one", 1);
	train_well("two", 2);
	train_well("three", 3);
	assert_same("one", "two");
	assert_same("one", "three");
}

/* Some steps will do where every one takes too long (valgrind). */
static uint64_t stride(void)
{
	return getenv("XP_QUICK") ? 5 : 1;
}

/* Room for nothing, for a few blocks, for all. */
static void the_cache_changes_no_bit(void **state)
{
	static const char *const rooms[] = { "0", "3000", "1G" };

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		char *dir = mem_printf("room%s", rooms[i]);
		struct train_options o = options(dir);
		struct script s = { 0 };
		struct err err = { 0 };

		mkdir(dir, 0777);
		o.cache = rooms[i];
		if (train(&o, &pairs, 2, &s, &err))
			fail_msg("%s", err.text);
		assert_same("one", dir);
		free(dir);
	}
}

/* Whatever optimiser, schedule, average and number of batches a step. */
static void stopping_changes_no_update(void **state)
{
	(void)state;
	for (kind = 1; kind <= 2; kind++) {
		char *whole = mem_printf("kind%d", kind);

		train_well(whole, 1);
		for (uint64_t at = 2; at < STEPS; at += 3 * stride()) {
			char *dir = mem_printf("kind%d-%d", kind, (int)at);
			struct train_options o = options(dir);
			struct script s = { .stop_at = at };
			struct err err = { 0 };

			mkdir(dir, 0777);
			assert_int_equal(train(&o, &pairs, 2, &s, &err), 1);
			train_well(dir, 2);
			assert_same(whole, dir);
			free(dir);
		}
		free(whole);
	}
	kind = 0;
}

/* Between the parts of a step, too: they are thrown away. */
static void stopping_a_step_changes_no_bit(void **state)
{
	uint64_t before = 0;
	size_t same = 0;

	(void)state;
	kind = 1;
	for (unsigned n = 6; n < 12; n++) {
		char *dir = mem_printf("parts%u", n);
		struct train_options o = options(dir);
		struct script s = { .stop_asked = n };
		struct err err = { 0 };

		mkdir(dir, 0777);
		assert_int_equal(train(&o, &pairs, 2, &s, &err), 1);
		same += s.step == before;
		before = s.step;
		train_well(dir, 2);
		assert_same("kind1", dir);
		free(dir);
	}
	assert_true(same >= 2);
	kind = 0;
}

static void stopping_changes_no_bit(void **state)
{
	(void)state;
	for (uint64_t at = 1; at <= STEPS; at += stride()) {
		char *dir = mem_printf("stop%d", (int)at);
		struct train_options o = options(dir);
		struct script s = { .stop_at = at };
		struct err err = { 0 };

		mkdir(dir, 0777);
		assert_int_equal(train(&o, &pairs, 2, &s, &err), 1);
		assert_int_equal(s.step, at);
		train_well(dir, 1);
		assert_same("one", dir);
		free(dir);
	}
}

static void a_kill_changes_no_bit(void **state)
{
	(void)state;
	for (uint64_t at = 1; at <= STEPS; at += stride()) {
		char *dir = mem_printf("kill%d", (int)at);
		struct train_options o = options(dir);
		struct script s = { .die_at = at };
		struct err err = { 0 };
		int status;
		pid_t pid;

		mkdir(dir, 0777);
		if (!(pid = fork())) {
			train(&o, &pairs, 2, &s, &err);
			_exit(1);
		}
		assert_int_equal(waitpid(pid, &status, 0), pid);
		assert_int_equal(WEXITSTATUS(status), 9);
		train_well(dir, 1);
		assert_same("one", dir);
		train_well(dir, 1); /* nothing is left to do */
		assert_same("one", dir);
		free(dir);
	}
}

static void keeping_nothing_trains_the_same(void **state)
{
	struct train_options o = options(NULL);
	struct thread_pool *pool = thread_pool_new(1);
	struct err err = { 0 };
	struct train_calls silent = { 0 };
	struct train *t = setup_training(&o, &pairs, pool, &err);

	(void)state;
	assert_non_null(t);
	assert_int_equal(train_run(t, &silent, &err), 0);
	mkdir("none", 0777);
	assert_int_equal(train_write(t, "none/" TRAIN_BEST, "none/" TRAIN_CURVE,
				     &err),
			 0);
	assert_same_file("one", "none", TRAIN_BEST);
	assert_same_file("one", "none", TRAIN_CURVE);
	setup_free(t);
	thread_pool_free(pool);
}

static double metric(const char *dir, uint64_t step, const char *split,
		     const char *name)
{
	char *path = mem_printf("%s/%s", dir, TRAIN_CURVE);
	struct err err = { 0 };
	struct tsv t = { 0 };
	double s, value = NAN;

	if (tsv_read(&t, path, &err) < 0)
		fail_msg("%s", err.text);
	for (size_t i = 0; i < t.rows; i++) {
		assert_int_equal(tsv_real(&t, i, tsv_column(&t, "step"), &s,
					  &err),
				 0);
		if ((uint64_t)s == step &&
		    !strcmp(tsv_get(&t, i, tsv_column(&t, "split")), split) &&
		    !strcmp(tsv_get(&t, i, tsv_column(&t, "metric")), name))
			tsv_real(&t, i, tsv_column(&t, "value"), &value, &err);
	}
	tsv_release(&t);
	free(path);
	return value;
}

static void the_curve_has_its_rows(void **state)
{
	(void)state;
	assert_true(metric("one", 0, "train", "lr") == 0.01);
	for (uint64_t s = 1; s <= STEPS; s++) {
		int log = s % 5 == 0 || s == STEPS, val = s % 4 == 0;

		assert_int_equal(isfinite(metric("one", s, "train", "loss")),
				 log);
		assert_int_equal(isfinite(metric("one", s, "val", "loss")),
				 val);
		assert_int_equal(isfinite(metric("one", s, "val", "pearson")),
				 val);
		assert_int_equal(isfinite(metric("one", s, "val", "loss_mean")),
				 val);
	}
}

static void it_learns(void **state)
{
	struct train_options o = options("long");
	struct script s = { 0 };
	struct err err = { 0 };

	(void)state;
	if (getenv("XP_QUICK"))
		skip();
	mkdir("long", 0777);
	o.steps = 300;
	o.val_every = 100;
	assert_int_equal(train(&o, &pairs, 2, &s, &err), 0);
	assert_true(metric("long", 300, "val", "loss") < 0.05);
	assert_true(metric("long", 300, "val", "pearson") > 0.97);
	/* Of a line that does better here. */
	assert_int_equal(s.warnings, 1);
}

static void without_validation_the_last_is_the_best(void **state)
{
	struct train_options o = options("noval");
	struct script s = { 0 };
	struct err err = { 0 };

	(void)state;
	mkdir("noval", 0777);
	assert_int_equal(train(&o, &unvalidated, 1, &s, &err), 0);
	assert_int_equal(mkdir("noval/best", 0777), 0);
	assert_int_equal(rename("noval/" TRAIN_BEST, "noval/best/" TRAIN_LAST),
			 0);
	assert_same_file("noval", "noval/best", TRAIN_LAST);
	assert_int_equal(s.warnings, 2);
}

static void refuse(const struct train_options *o, const char *word)
{
	struct script s = { 0 };
	struct err err = { 0 };

	assert_int_equal(train(o, &pairs, 1, &s, &err), -1);
	assert_int_equal(err.kind, ERR_DATA);
	if (!strstr(err.text, word))
		fail_msg("no '%s' in: %s", word, err.text);
}

/* The same rows, but the validation image is its own target. */
static void other_pairs(struct manifest *p)
{
	static const char text[] =
		"id\tsource\ttarget\tsplit\n"
		"0\ta0.tif\tb0.tif\ttrain\n1\ta1.tif\tb1.tif\ttrain\n"
		"2\ta2.tif\ta2.tif\tval\n";
	struct err err = { 0 };

	if (out_write("other.tsv", text, sizeof(text) - 1, &err) < 0 ||
	    manifest_read(p, "other.tsv", &err) < 0)
		fail_msg("%s", err.text);
}

static void a_checkpoint_of_another_kind_is_refused(void **state)
{
	struct train_options o = options("one");
	struct script s = { 0 };
	struct err err = { 0 };
	struct manifest other;
	struct stat st;

	(void)state;
	o.optimiser.lr = 0.02;
	refuse(&o, "other settings");
	o = options("one");
	other_pairs(&other);
	assert_int_equal(train(&o, &other, 1, &s, &err), -1);
	assert_non_null(strstr(err.text, "changed"));
	manifest_release(&other);
	assert_int_equal(stat("two/" CHECKPOINT_STATE, &st), 0);
	assert_int_equal(truncate("two/" CHECKPOINT_STATE, st.st_size - 4), 0);
	o.dir = "two";
	refuse(&o, CHECKPOINT_STATE);
	assert_int_equal(truncate("three/" TRAIN_CURVE, 30), 0);
	o.dir = "three";
	refuse(&o, TRAIN_CURVE);
}

/* The cell COLUMN of step STEP in the fingerprints of DIR; the caller frees
 * it. */
static char *print_of(const char *dir, size_t step, const char *column)
{
	char *path = mem_printf("%s/%s", dir, TRAIN_PRINTS), *cell;
	struct err err = { 0 };
	struct tsv t = { 0 };

	if (tsv_read(&t, path, &err) < 0)
		fail_msg("%s", err.text);
	assert_int_equal(t.rows, STEPS + 1);
	cell = mem_str(tsv_get(&t, step, tsv_column(&t, column)));
	tsv_release(&t);
	free(path);
	return cell;
}

static int same_print(size_t step, const char *column)
{
	char *a = print_of("one", step, column);
	char *b = print_of("seed", step, column);
	int same = !strcmp(a, b);

	assert_int_equal(strlen(a), strlen(b));
	free(a);
	free(b);
	return same;
}

static void fingerprints_tell_steps_apart(void **state)
{
	struct train_options o = options("seed");
	struct script s = { 0 };
	struct err err = { 0 };
	char *a = print_of("one", 1, "batch"), *b = print_of("one", 2, "batch");
	double loss = metric("one", 5, "train", "loss"), sum = 0;

	(void)state;
	assert_int_equal(strlen(a), 16);
	assert_string_not_equal(a, b);
	free(a);
	free(b);
	for (size_t i = 1; i <= 5; i++) {
		uint64_t bits;
		double x;

		a = print_of("one", i, "loss");
		bits = strtoull(a, NULL, 16);
		memcpy(&x, &bits, sizeof x);
		sum += x;
		free(a);
	}
	assert_true(fabs(sum / 5 - loss) < 1e-6 * loss);
	o.batch.seed++;
	mkdir("seed", 0777);
	assert_int_equal(train(&o, &pairs, 1, &s, &err), 0);
	assert_false(same_print(0, "weights"));
	assert_false(same_print(1, "batch"));
	assert_false(same_print(1, "pixels"));
	assert_true(same_print(0, "loss"));
	assert_int_equal(truncate("seed/" TRAIN_PRINTS, 30), 0);
	refuse(&o, TRAIN_PRINTS);
}

static void nonsense_ends_training(void **state)
{
	struct train_options o = options("bad");
	struct script s = { 0 };
	struct err err = { 0 };

	(void)state;
	mkdir("bad", 0777);
	o.optimiser.lr = 1e3;
	o.steps = 2000;
	o.val_every = 1000;
	assert_int_equal(train(&o, &pairs, 1, &s, &err), -1);
	assert_int_equal(err.kind, ERR_NO);
	assert_non_null(strstr(err.text, "more than 100000 times"));
	assert_non_null(strstr(err.text, "--lr"));
}

static void bad_options_are_refused(void **state)
{
	struct train_options o = options(NULL);
	struct script s = { 0 };
	struct err err = { 0 };

	(void)state;
	o.batch.patch = 9;
	assert_int_equal(train(&o, &pairs, 1, &s, &err), -1);
	assert_int_equal(err.kind, ERR_USAGE);
	assert_non_null(strstr(err.text, "--patch=8"));
	o.unet.valid = 1;
	assert_int_equal(train(&o, &pairs, 1, &s, &err), -1);
	assert_non_null(
		strstr(err.text, "--patch=18 (or 18 plus any multiple of 2"));
	o.batch.patch = 21;
	assert_int_equal(train(&o, &pairs, 1, &s, &err), -1);
	assert_non_null(strstr(err.text, "--patch=20"));
}

/* What is compared with an output of 4 x 4 of a patch of 20 x 20. */
static void targets_are_cut_to_their_middle(void **state)
{
	enum { SIDE = 20, OUT = 4, N = 3 };
	static float y[N * SIDE * SIDE], middle[N * OUT * OUT];
	struct train t = { .o = options(NULL), .middle = middle };
	const float *got;

	(void)state;
	for (size_t i = 0; i < N * SIDE * SIDE; i++)
		y[i] = (float)i;
	t.o.unet.valid = 1;
	t.o.batch.patch = SIDE;
	assert_int_equal(crop_middle_len(&t.o), N * OUT * OUT);
	got = crop_middle(&t, y);
	for (size_t i = 0; i < N * OUT * OUT; i++) {
		size_t row = i / OUT % OUT + 8, of = i / OUT / OUT;

		assert_true(got[i] ==
			    y[(of * SIDE + row) * SIDE + i % OUT + 8]);
	}
	t.o.unet.valid = 0;
	t.middle = NULL;
	assert_int_equal(crop_middle_len(&t.o), 0);
	assert_ptr_equal(crop_middle(&t, y), y);
}

/* Multiply-adds of a step that others counted for these two networks. */
static double macs(const struct unet *u, size_t n, size_t side)
{
	return plan_macs(u, n, (struct extent){ 1, side, side });
}

static void costs_are_known(void **state)
{
	struct unet big = { 4, 1, 1, 32, 2, 2, 3, 0, 0, 0, 0 };
	struct unet small = { 3, 1, 1, 16, 2, 2, 3, 0, 0, 0, 0 };

	(void)state;
	assert_true(fabs(macs(&big, 4, 256) - 127.01e9) < 0.01e9);
	assert_true(fabs(macs(&small, 8, 128) - 10.92e9) < 0.01e9);
	/* 9 weights by 3^2 pixels, another 9 by 1, and the last's 1. */
	struct unet flat = { 1, 1, 1, 1, 1, 2, 3, 1, 0, 0, 0 };

	assert_true(macs(&flat, 2, 5) == 2 * (2 * 81 + 3 * 9 + 3 * 1));
}

/* Of small images the middle is all: the loss's own pixels. */
static void assert_glimpse(const struct glimpses *g, const struct samples *val)
{
	const struct shift_overlap *b = &val->list[0].both;
	struct area all = { b->target_x, b->target_y, b->width, b->height };
	float *want = mem_floats(b->width * b->height);
	struct err err;

	assert_int_equal(g->n, 1);
	assert_string_equal(g->list[0].id, val->list[0].pair->id);
	assert_int_equal(g->list[0].width, b->width);
	assert_int_equal(g->list[0].height, b->height);
	assert_int_equal(samples_side(val, &val->list[0], TARGET, 0, &all,
				      CACHE_PASSING, want, &err),
			 0);
	assert_memory_equal(g->list[0].plane[GLIMPSE_TARGET], want,
			    b->width * b->height * sizeof(*want));
	free(want);
}

static void a_dead_network_is_noticed(void **state)
{
	struct unet u = { 2, 1, 1, 4, 2, 2, 3, 0, 0, 0, 0 };
	struct thread_pool *pool = thread_pool_new(1);
	struct err err = { 0 };
	struct net *net = net_new(&u, pool, &err);
	struct cache *cache = cache_new();
	struct samples val;
	struct validation score;
	struct glimpses seen = { 0 };

	(void)state;
	assert_int_equal(samples_open(&val, cache, &pairs, "val", 0, &err), 0);
	memset(net_weights(net), 0, net_size(net) * sizeof(float));
	assert_int_equal(validation_run(&score, &val, net, pool, &objective_mse,
					NULL, NULL, NULL, &err),
			 0);
	assert_int_equal(score.channel->flat, 1);
	assert_true(isnan(score.pearson));
	net_init(net, 1);
	assert_int_equal(validation_run(&score, &val, net, pool, &objective_mse,
					&seen, NULL, NULL, &err),
			 0);
	assert_int_equal(score.channel->flat, 0);
	assert_glimpse(&seen, &val);
	for (size_t k = 0; k < GLIMPSE_PLANES; k++)
		free(seen.list[0].plane[k]);
	samples_release(&val);
	cache_free(cache);
	net_free(net);
	thread_pool_free(pool);
}

/* A weights file never passes a list that was cut off for a whole one. */
static void images_left_out_are_told(void **state)
{
	enum { ALL = TRAINED_SEEN_MOST + 1 };
	uint64_t *list = mem_zero(ALL, sizeof(*list));

	(void)state;
	for (size_t i = 0; i < ALL; i++)
		list[i] = ALL - i;
	for (int more = 0; more < 2; more++) {
		struct trained about = { .seen_known = 1 }, again;
		struct weights w = { 0 };
		struct err err = { 0 };

		trained_seen_add(about.seen, list + 1, ALL - 1);
		trained_seen_add(about.seen, list + !more, ALL - 1);
		trained_write(&about, &w);
		if (trained_read(&again, &w, &err) < 0)
			fail_msg("%s", err.text);
		assert_int_equal(again.seen->n, TRAINED_SEEN_MOST);
		assert_int_equal(again.seen->list[0], 1);
		assert_int_equal(trained_knows_all(&again), !more);
		trained_release(&again);
		trained_release(&about);
		weights_release(&w);
	}
	free(list);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(threads_change_no_bit),
		cmocka_unit_test(the_cache_changes_no_bit),
		cmocka_unit_test(stopping_changes_no_bit),
		cmocka_unit_test(stopping_changes_no_update),
		cmocka_unit_test(stopping_a_step_changes_no_bit),
		cmocka_unit_test(a_kill_changes_no_bit),
		cmocka_unit_test(keeping_nothing_trains_the_same),
		cmocka_unit_test(the_curve_has_its_rows),
		cmocka_unit_test(it_learns),
		cmocka_unit_test(without_validation_the_last_is_the_best),
		cmocka_unit_test(a_checkpoint_of_another_kind_is_refused),
		cmocka_unit_test(fingerprints_tell_steps_apart),
		cmocka_unit_test(nonsense_ends_training),
		cmocka_unit_test(bad_options_are_refused),
		cmocka_unit_test(targets_are_cut_to_their_middle),
		cmocka_unit_test(costs_are_known),
		cmocka_unit_test(a_dead_network_is_noticed),
		cmocka_unit_test(images_left_out_are_told),
	};

	return cmocka_run_group_tests_name("train", tests, enter, leave);
}
