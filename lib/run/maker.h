/*
 * maker.h - finds the run that made a file that another run read.
 *
 * Equal bytes alone do not prove that a run made a file: somebody may have
 * typed the same text into an editor.  A run is known to have made a file if it
 * wrote the same bytes to that very file, or into the pipe that the reader
 * read.  A run that wrote the same bytes to another file is a guess.  If the
 * content is very short, such a run is not even a guess.
 */
#ifndef RUN_MAKER_H
#define RUN_MAKER_H

#include "run/run.h"

struct maker_index;

/* Reads the lists of outputs of all runs of S.  S must stay valid until
 * maker_close.  Runs with a damaged list are left out.  maker_close frees *M,
 * and also takes NULL. */
int maker_open(struct maker_index **m, const struct store *s, struct err *err);
void maker_close(struct maker_index *m);

enum maker_link {
	MAKER_NONE,  /* no run made it */
	MAKER_GUESS, /* the run wrote the same bytes to another file */
	MAKER_SURE,
};

/*
 * Returns how well it is known which run made a file, and finds that run.
 * READER read the file as PATH, with the digest D.  *ID becomes the id of the
 * run that made the file, or NULL.  The id belongs to M.
 *
 * If several runs wrote the file, the last run that began before READER
 * counts.  A run that began after READER is left out, unless the clocks of the
 * two cannot be compared.  The clocks cannot be compared if the two ran on
 * different hosts, or if one of them seems to have begun in the future.  A run
 * that read the same bytes itself is never a guess.
 */
enum maker_link maker_of(struct maker_index *m, const struct run *reader,
			 const char *path, const struct digest *d,
			 const char **id);

#endif
