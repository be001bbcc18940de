/*
 * recording_start.h - what a record says when its run begins.
 */
#ifndef RUN_RECORDING_START_H
#define RUN_RECORDING_START_H

#include "file/json.h"
#include "base/messages.h"
#include "store/store.h"

/* What is asked; everything is copied. */
struct recording_request {
	const char *tool, *version;
	int argc;
	char **argv; /* the whole command line */
	int operands;
	char **operand;
	int run_at; /* the first operand, ARGV[run_at], may name a run; or 0 */
	const char *config; /* the settings file, by its input's name, or
				   NULL: SETTINGS say all that it says */
	const char *what;   /* one line for a person */
	const struct json *settings, *all_settings; /* or NULL */
	struct messages *messages; /* what a person should read is added */
	int keep_images;	   /* copy images into the store too */
	int foreign; /* not a tool of ours: its processes hold the lock
			    too, and its exit status 1 is a failure */
};

/* start.json; puts its objects into S. */
struct json *recording_start_json(const struct store *s,
				  const struct recording_request *asked,
				  struct err *err);

#endif
