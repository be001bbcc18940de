/*
 * maker.h - which run made a file that another run read.
 *
 * Equal bytes alone prove nothing: a hand-made file may hold what a run once
 * printed.  A run made a file when it wrote the same bytes to that file, or
 * into the pipe that the reader read.  Where only the bytes say so it is a
 * guess, and of short ones it is not even that.
 */
#ifndef RUN_MAKER_H
#define RUN_MAKER_H

#include "run/run.h"

struct maker_index;

/* Reads what all runs of S wrote; S must stay.  A damaged list hides its own
 * run only.  Free with maker_close, which takes NULL. */
int maker_open(struct maker_index **m, const struct store *s, struct err *err);
void maker_close(struct maker_index *m);

enum maker_link {
	MAKER_NONE,  /* no run made it */
	MAKER_GUESS, /* that run wrote the same bytes to some other file */
	MAKER_SURE,
};

/*
 * The run that made the file with digest D that READER read as PATH; *ID
 * belongs to M.
 *
 * Of several runs that wrote that file the last one that began before READER
 * did counts.  A run that began later does not, unless its clock or READER's
 * cannot be trusted: they ran on different hosts, or one began in the future.
 * A guess never falls on a run that read the bytes itself.
 */
enum maker_link maker_of(struct maker_index *m, const struct run *reader,
			 const char *path, const struct digest *d,
			 const char **id);

#endif
