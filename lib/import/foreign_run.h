/*
 * foreign_run.h - a run of another tracker, as far as its files tell.
 */
#ifndef IMPORT_FOREIGN_RUN_H
#define IMPORT_FOREIGN_RUN_H

#include <stdint.h>

#include "base/err.h"
#include "base/messages.h"
#include "base/strs.h"
#include "file/json.h"
#include "file/metric_lines.h"

struct foreign_run {
	const char *tracker; /* "tensorboard", "mlflow" */
	/* NAME as the tracker shows it, KEY as it tells runs apart; STATUS is
	 * its word for how the run ended, "" if it has none */
	char *name, *key, *experiment, *user, *status;
	int failed;	   /* 1: STATUS says that the run did not succeed */
	int unfinished;	   /* 1: STATUS says that it has not ended */
	double start, end; /* seconds since 1970; NAN: unknown */
	struct json *settings, *tags; /* objects of texts */
	struct strs notes;	      /* lines "TIME TEXT" */
	struct metric_lines metrics;
	/* files that belong to the run: their names, and where they are now */
	struct strs file, path;
};

/* Called with each run that was found.  Returns -1 to stop. */
typedef int foreign_run_fn(void *arg, struct foreign_run *r, struct err *err);

/* Makes R empty.  The caller releases it. */
void foreign_run_init(struct foreign_run *r, const char *tracker);
void foreign_run_release(struct foreign_run *r);

/* Adds a note of the time WHEN, in seconds since 1970 (NAN: unknown).  Lines of
 * TEXT become one. */
void foreign_run_note(struct foreign_run *r, double when, const char *text);

/* Appends the time WHEN, as "2026-11-23T20:25:30Z". */
void foreign_run_time(struct buf *to, double when);

/* Adds a point that was measured at the time WHEN. */
void foreign_run_point(struct foreign_run *r, int64_t step, const char *name,
		       double value, double when);

/* Adds the warnings that R's metrics are reason for to M. */
void foreign_run_say(const struct foreign_run *r, struct messages *m);

/* Turns the failure RC of one run among others into a warning, if an input is
 * at fault, and counts it.  Returns 0 then, else RC. */
int foreign_run_skip(int rc, size_t *broken, struct messages *m,
		     struct err *err);

/* Fills NAMES with the names in the directory PATH, sorted; those that begin
 * with a dot only if HIDDEN is 1.  Fails with err_data if PATH is a link, or
 * has more than MOST names. */
int foreign_run_names(struct strs *names, const char *path, size_t most,
		      int hidden, struct err *err);

/* Returns 'd' if PATH is a directory, 'f' if it is a regular file, '?' if it is
 * anything else, such as a link, and 0 if there is nothing. */
int foreign_run_kind(const char *path);

/* Reads the regular file PATH of at most MAX bytes.  Follows no link.  Returns
 * 1, or 0 if there is none, or -1. */
int foreign_run_read(struct buf *to, const char *path, size_t max,
		     struct err *err);

#endif
