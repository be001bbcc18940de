/*
 * recording_start.h - the part of a record that is written when the run
 * begins: start.json.
 */
#ifndef RUN_RECORDING_START_H
#define RUN_RECORDING_START_H

#include "file/json.h"
#include "base/messages.h"
#include "base/strs.h"
#include "store/store.h"

/* What the caller asks to record; recording_start copies everything. */
struct recording_request {
	const char *tool, *version;
	int argc;
	char **argv; /* the whole command line */
	int operands;
	char **operand;
	int run_at; /* the first operand, ARGV[run_at], may name a run; or 0 */
	const char *config; /* the settings file, by its name in `inputs`, or
				   NULL.  It is no part of the recipe, since
				   SETTINGS hold what it sets */
	const char *what;   /* one line for people to read */
	const struct json *settings, *all_settings; /* or NULL */
	struct messages *messages; /* gets what the user should read */
	const struct strs *expect; /* what is expected (upkeep/expectation.h) */
	const char *because;	   /* why it is run, or NULL */
	const struct strs *unwatched; /* "files", "stdin", "stdout", "stderr":
					 what the record will lack; or NULL */
	int keep_images;	      /* copy images into the store too */
	int foreign; /* not a tool of ours: its processes hold the lock
			    too, and its exit status 1 is a failure */
};

/* Returns start.json, which the caller frees, or NULL.  Puts the objects that
 * it names into S. */
struct json *recording_start_json(const struct store *s,
				  const struct recording_request *asked,
				  struct err *err);

#endif
