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
	/* index in ARGV of the first operand if that operand may name a run;
	 * otherwise 0 */
	int run_at;
	/* name of the settings file in `inputs`, or NULL.  The file is no part
	 * of the recipe, since SETTINGS hold its values */
	const char *config;
	const char *what; /* description of the run: one line for people */
	const struct json *settings, *all_settings; /* may be NULL */
	struct messages *messages;		    /* messages for the user */
	const struct strs *expect; /* expectations (upkeep/expectation.h) */
	const char *because;	   /* reason for the run, or NULL */
	/* what the record will lack: "files", "stdin", "stdout", "stderr"; or
	 * NULL */
	const struct strs *unwatched;
	int keep_images; /* 1 to copy images into the store, too */
	/* 1 if the program is not a tool of ours.  Then its processes hold the
	 * run's lock, too, and exit status 1 counts as a failure. */
	int foreign;
};

/* Returns start.json, or NULL on an error.  The caller frees it.  Puts the
 * objects that start.json names into S. */
struct json *recording_start_json(const struct store *s,
				  const struct recording_request *asked,
				  struct err *err);

#endif
