/*
 * unit.h - what a unit test includes: cmocka, and a directory of its own.
 */
#ifndef UNIT_H
#define UNIT_H

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

#include "base/err.h"

/* asserts that ERR has the kind WHAT and that its text contains WORDS */
#define assert_says(err, what, words)                                   \
	do {                                                            \
		assert_int_equal((err)->kind, what);                    \
		if (!strstr((err)->text, words))                        \
			fail_msg("'%s' does not say '%s'", (err)->text, \
				 words);                                \
	} while (0)

/* Returns the largest difference between GOT and WANT, or NAN if one is NAN.
 * *GREATEST is raised to the largest |WANT|. */
static inline double unit_off(const float *got, const double *want, size_t n,
			      double *greatest)
{
	double worst = 0;

	for (size_t i = 0; i < n; i++) {
		double d = fabs(got[i] - want[i]);

		if (isnan(d))
			return d;
		worst = fmax(worst, d);
		*greatest = fmax(*greatest, fabs(want[i]));
	}
	return worst;
}

/* Setup and teardown of a group: an empty directory as the working
 * directory. */
static inline int unit_enter(void **state)
{
	const char *base = getenv("TMPDIR");
	char *dir = malloc(4096);

	snprintf(dir, 4096, "%s/xp-unit.XXXXXX", base ? base : "/tmp");
	*state = dir;
	return !mkdtemp(dir) || chdir(dir);
}

static inline int unit_leave(void **state)
{
	char command[5000];
	int rc;

	snprintf(command, sizeof(command), "rm -rf '%s'", (char *)*state);
	rc = chdir("/") || system(command);
	free(*state);
	return rc;
}

static inline void unit_write(const char *path, const void *data, size_t n)
{
	FILE *f = fopen(path, "wb");

	assert_non_null(f);
	assert_int_equal(fwrite(data, 1, n, f), n);
	assert_int_equal(fclose(f), 0);
}

/* The file as text, in a buffer that the next call uses again. */
static inline const char *unit_read(const char *path)
{
	static char text[65536];
	FILE *f = fopen(path, "rb");
	size_t n;

	if (!f)
		fail_msg("no file '%s'", path);
	n = fread(text, 1, sizeof(text) - 1, f);
	text[n] = '\0';
	fclose(f);
	return text;
}

#endif
