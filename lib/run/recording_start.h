/*
 * recording_start.h - start.json, the part of a record that is written when the
 * run begins.
 */
#ifndef RUN_RECORDING_START_H
#define RUN_RECORDING_START_H

#include "file/json.h"
#include "base/messages.h"
#include "base/strs.h"
#include "store/store.h"

/* what to record; recording_start copies everything */
struct recording_request {
	const char *tool, *version;
	int argc;    /* length of ARGV */
	char **argv; /* whole command line */
	int operands;
	char **operand;
	/* index in ARGV of an operand that may name a run, or 0 */
	int run_at;
	/* settings file in `inputs`, or NULL; the recipe has SETTINGS
	 * instead */
	const char *config;
	const char *what;			    /* one line for people */
	const struct json *settings, *all_settings; /* may be NULL */
	struct messages *messages;		    /* for the user */
	const struct strs *expect; /* see upkeep/expectation.h */
	const char *because;	   /* reason for the run, or NULL */
	/* id of the finished run that this one continues */
	const char *extends;
	/* what the record will lack ("files", "stdin", "stdout", "stderr"); or
	 * NULL */
	const struct strs *unwatched;
	int keep_images; /* 1: images become objects, too */
	/* 1: the program is not a tool of ours: its processes hold the run's
	 * lock, too, and exit status 1 is a failure */
	int foreign;
	int joined; /* 1: its stderr goes where its stdout goes */
};

/* Returns start.json, which the caller frees, or NULL with ERR.  Puts the
 * objects that it names into S, and removes what killed runs have left, which
 * sets LAST (sweep_store).  Takes `rerun_of` from $XP_RERUN_OF, and unsets
 * that. */
struct json *recording_start_json(const struct store *s,
				  const struct recording_request *asked,
				  struct strs *last, struct err *err);

#endif
