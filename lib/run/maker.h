/*
 * maker.h - finds the run that made a file that another run read.
 *
 * There are three degrees:
 * - It is sure if the run wrote the same bytes to that very file, or into the
 *   pipe that the reader read.
 * - It is a guess if the run wrote the same bytes to another file: somebody may
 *   have typed the same text into an editor.
 * - It is not even a guess if the content is shorter than 64 bytes.
 */
#ifndef RUN_MAKER_H
#define RUN_MAKER_H

#include "run/run.h"

struct maker_index;

/* Opens the lists of outputs of all runs of S, except damaged lists.  S must
 * stay valid.  The caller closes *M. */
int maker_open(struct maker_index **m, const struct store *s, struct err *err);
void maker_close(struct maker_index *m);

enum maker_link {
	MAKER_NONE,  /* no run made it */
	MAKER_GUESS, /* a run wrote the same bytes to another file */
	MAKER_SURE,
};

/*
 * Finds the run that made the file that READER read as PATH, with the digest D.
 * *ID becomes its id, which M owns, or NULL.  Returns how sure this is.
 *
 * If several runs wrote the file, the last run that began before READER counts.
 * A run that began after READER does not count, unless it ran on another host
 * or its clock or that of READER is ahead of ours.  A run that read the same
 * bytes itself is never a guess.
 */
enum maker_link maker_of(struct maker_index *m, const struct run *reader,
			 const char *path, const struct digest *d,
			 const char **id);

#endif
