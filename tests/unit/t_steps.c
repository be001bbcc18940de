/*
 * t_steps.c - the first step at which two trainings part, and the class of
 * cause: nothing that is not shown is called one.
 */
#include "unit.h"

#include "diff/diff_cause.h"
#include "diff/diff_steps.h"

#define HEAD                                           \
	"step\tbatch\tpixels\tloss\tgradient\tweights" \
	"\tgradient.a\tgradient.b\tweights.a\tweights.b\n"
#define ROW0 "0\t\t\t\t\t70\t\t\t71\t72\n"
#define ROW1 "1\t10\t20\t3ff0000000000000\t40\t50\t41\t42\t51\t52\n"
#define BARE2 "2\t11\t21\t3ff0000000000000\t\t\t\t\t\t\n"
#define ROW3 "3\t12\t22\t3ff0000000000000\t43\t53\t44\t45\t54\t55\n"

static struct diff_steps compared(const char *a, const char *b)
{
	struct buf x = { 0 }, y = { 0 };
	struct diff_steps d;

	buf_str(&x, a);
	buf_str(&y, b);
	diff_steps(&d, &x, &y);
	buf_release(&x);
	buf_release(&y);
	return d;
}

static void parts(const char *a, const char *b, enum diff_steps_what what,
		  uint64_t step, const char *text)
{
	struct diff_steps d = compared(a, b);
	struct buf said = { 0 };

	assert_int_equal(d.what, what);
	if (what != DIFF_STEPS_NETWORK)
		assert_int_equal(d.step, step);
	diff_steps_text(&d, &said);
	assert_string_equal(buf_text(&said), text);
	buf_release(&said);
	diff_steps_release(&d);
}

static void the_first_thing_is_named(void **state)
{
	(void)state;
	parts(HEAD ROW0 ROW1, HEAD ROW0 ROW1, DIFF_STEPS_NONE, 0,
	      "all 1 steps are equal");
	parts(HEAD ROW0, HEAD "0\t\t\t\t\t70\t\t\t71\t73\n", DIFF_STEPS_WEIGHTS,
	      0,
	      "step 0: the initial weights of 1 of 2 tensors, the first is "
	      "'b'");
	parts(HEAD ROW0 ROW1,
	      HEAD ROW0 "1\t11\t20\t3ff0000000000000\t1\t1\t1\t1\t1\t1\n",
	      DIFF_STEPS_BATCH, 1, "step 1: which patches are drawn");
	parts(HEAD ROW0 ROW1,
	      HEAD ROW0 "1\t10\t21\t3ff0000000000000\t1\t1\t1\t1\t1\t1\n",
	      DIFF_STEPS_PIXELS, 1, "step 1: the pixels of the same patches");
	parts(HEAD ROW0 ROW1,
	      HEAD ROW0 "1\t10\t20\t3ff0000000000002\t1\t1\t1\t1\t1\t1\n",
	      DIFF_STEPS_LOSS, 1,
	      "step 1: the loss of the same batch, 1 and "
	      "1.0000000000000004 (2 ulp of a double)");
	parts(HEAD ROW0 ROW1,
	      HEAD ROW0 "1\t10\t20\t3ff0000000000000\t41\t50\t40\t42\t51\t52\n",
	      DIFF_STEPS_GRADIENT, 1,
	      "step 1: the gradient of 1 of 2 tensors, the first is 'a'");
	parts(HEAD ROW0 ROW1,
	      HEAD ROW0 "1\t10\t20\t3ff0000000000000\t40\t51\t41\t42\t50\t50\n",
	      DIFF_STEPS_WEIGHTS, 1,
	      "step 1: the weights of 2 of 2 tensors, the first is 'a'");
	parts(HEAD ROW0 ROW1, HEAD ROW0 ROW1 BARE2, DIFF_STEPS_END, 1,
	      "step 1: the last step of one, but the other has 2 steps");
	parts(HEAD, "step\tbatch\tpixels\tloss\tgradient\tweights\n",
	      DIFF_STEPS_NETWORK, 0, "the networks have other tensors");
}

/* Steps without hashes of weights may hide where these parted. */
static void what_was_not_hashed_is_said(void **state)
{
	(void)state;
	parts(HEAD ROW0 ROW1 BARE2 ROW3,
	      HEAD ROW0 ROW1 BARE2
	      "3\t12\t22\t4000000000000000\t1\t1\t1\t1\t1\t1\n",
	      DIFF_STEPS_LOSS, 3,
	      "step 3: the loss of the same batch, 1 and 2 "
	      "(4503599627370496 ulp of a double); the weights were last "
	      "equal at step 1");
}

static void damage_is_a_difference(void **state)
{
	static const char *const bad[] = { "",
					   HEAD,
					   HEAD "\n",
					   HEAD ROW0 "1\n",
					   HEAD ROW0 "1\t10\t20",
					   HEAD ROW0 ROW1 "x",
					   "\n\n\n",
					   "step\tx\n1\t2\n" };

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct diff_steps d = compared(HEAD ROW0 ROW1, bad[i]);

		assert_int_not_equal(d.what, DIFF_STEPS_NONE);
		diff_steps_release(&d);
	}
	/* No table of fingerprints at all, though both have one header. */
	parts("step\tx\n1\t2\n", "step\tx\n1\t3\n", DIFF_STEPS_NETWORK, 0,
	      "the networks have other tensors");
}

/* A difference of NAME in GROUP, added to TO. */
static void differs(struct json *to, const char *group, const char *name)
{
	struct json *values = json_new(), *j = json_new();
	struct json *list = json_get(to, group) ?
				    json_clone(json_get(to, group)) :
				    json_new_list();

	json_set_str(values, "a", "1");
	json_set_str(values, "b", "2");
	json_set_str(j, "name", name);
	json_set(j, "values", values);
	json_add(list, j);
	json_set(to, group, list);
}

static void class_is(const struct json *differing, enum diff_steps_what what,
		     uint64_t step, const char *class, const char *because)
{
	struct diff_steps steps = { .what = what, .step = step };
	struct diff_evidence e = { .differing = differing,
				   .steps = what ? &steps : NULL };
	struct diff_cause c;

	diff_cause(&c, &e);
	if (strcmp(c.class, class) || !strstr(c.because, because))
		fail_msg("%s: %s", c.class, c.because);
	diff_cause_release(&c);
}

static void a_cause_is_shown_or_unknown(void **state)
{
	struct json *none = json_new(), *seed = json_new(), *two = json_new();
	struct json *machine = json_new(), *tree = json_new();

	(void)state;
	differs(seed, "seed", "seed");
	differs(two, "seed", "seed");
	differs(two, "settings", "lr");
	differs(machine, "machine", "cpu model name");
	differs(machine, "environment", "libc");
	differs(tree, "code", "files");

	class_is(none, DIFF_STEPS_LOSS, 3, "arithmetic",
		 "the batch is the "
		 "same");
	class_is(none, DIFF_STEPS_PIXELS, 3, "data", "their pixels are not");
	class_is(none, DIFF_STEPS_BATCH, 3, "unknown", "nothing differs");
	class_is(none, DIFF_STEPS_NONE, 0, "unknown", "nothing differs");
	class_is(seed, DIFF_STEPS_WEIGHTS, 0, "random numbers",
		 "seed: 1 and "
		 "2");
	/* Another seed draws other patches: it does not change what one and
	 * the same batch gives. */
	class_is(seed, DIFF_STEPS_LOSS, 3, "arithmetic", "the batch is");
	class_is(two, DIFF_STEPS_WEIGHTS, 0, "unknown",
		 "cannot show which one");
	class_is(two, DIFF_STEPS_LOSS, 2, "settings",
		 "lr: 1 and 2, the only "
		 "recorded difference "
		 "that can make this");
	class_is(machine, DIFF_STEPS_GRADIENT, 2, "environment", "libc");
	class_is(machine, DIFF_STEPS_BATCH, 2, "unknown", "nothing differs");
	/* A work tree is not what our tools execute. */
	class_is(tree, DIFF_STEPS_LOSS, 2, "arithmetic", "nothing differs");
	json_free(none);
	json_free(seed);
	json_free(two);
	json_free(machine);
	json_free(tree);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_thing_is_named),
		cmocka_unit_test(what_was_not_hashed_is_said),
		cmocka_unit_test(damage_is_a_difference),
		cmocka_unit_test(a_cause_is_shown_or_unknown),
	};

	return cmocka_run_group_tests_name("steps", tests, NULL, NULL);
}
