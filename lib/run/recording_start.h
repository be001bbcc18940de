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

/* What to record.  recording_start copies everything. */
struct recording_request {
	const char *tool, *version;
	int argc;
	char **argv; /* whole command line */
	int operands;
	char **operand;
	/* index in ARGV of an operand that may name a run, or 0 */
	int run_at;
	/* settings file in `inputs`, or NULL.  It is no part of the recipe,
	 * since SETTINGS has its values. */
	const char *config;
	const char *what;			    /* one line for people */
	const struct json *settings, *all_settings; /* may be NULL */
	struct messages *messages;		    /* for the user */
	const struct strs *expect; /* see upkeep/expectation.h */
	const char *because;	   /* reason for the run, or NULL */
	const char *extends;	   /* finished run that it goes on from */
	/* what the record will lack ("files", "stdin", "stdout", "stderr"), or
	 * NULL */
	const struct strs *unwatched;
	int keep_images; /* 1: images become objects, too */
	/* 1: the program is not a tool of ours.  Its processes hold the run's
	 * lock, too, and exit status 1 is a failure. */
	int foreign;
	int joined; /* 1: its stderr goes where its stdout goes */
};

/* Returns start.json, which the caller frees, or NULL with ERR filled.  Puts
 * the objects that it names into S. */
struct json *recording_start_json(const struct store *s,
				  const struct recording_request *asked,
				  struct err *err);

#endif
