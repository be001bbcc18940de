/*
 * expected.h - checks whether the expectations of a run have come true.
 */
#ifndef UPKEEP_EXPECTED_H
#define UPKEEP_EXPECTED_H

#include "run/run.h"

enum expected_state {
	EXPECTED_HELD,
	EXPECTED_BROKEN,
	EXPECTED_UNKNOWN, /* a figure or a run is missing */
};

struct expected {
	struct {
		char *text;    /* as recorded */
		char *numbers; /* "0.8213, 0.8", or why it is unknown */
		enum expected_state state;
	} * list;
	size_t n, broken, unknown; /* numbers of all, and in these states */
};

/* Compares the figures of run R of S with its recorded expectations.  Fails
 * with err_data if R has not ended.  The caller releases E. */
int expected(struct expected *e, const struct store *s, const struct run *r,
	     struct err *err);

/* Returns "held", "broken" or "not measurable". */
const char *expected_name(enum expected_state state);
void expected_release(struct expected *e);

#endif
