/*
 * maker.h - finds the run that made a file that another run read.
 *
 * Equal bytes alone do not prove that a run made a file: somebody may have
 * typed the same text into an editor.  A run is known to have made a file if
 * it wrote the same bytes to that very file, or into the pipe that the reader
 * read.  If it wrote the same bytes to another file, this is a guess.  If the
 * content is very short, it is not even that.
 */
#ifndef RUN_MAKER_H
#define RUN_MAKER_H

#include "run/run.h"

struct maker_index;

/* Reads the lists of outputs of all runs of S, which must stay valid.  A run
 * whose list is damaged is left out.  Free *M with maker_close, which also
 * takes NULL. */
int maker_open(struct maker_index **m, const struct store *s, struct err *err);
void maker_close(struct maker_index *m);

enum maker_link {
	MAKER_NONE,  /* no run made it */
	MAKER_GUESS, /* that run wrote the same bytes to some other file */
	MAKER_SURE,
};

/*
 * Finds the run that made the file with digest D that READER read as PATH.
 * *ID becomes its id, which belongs to M, or NULL.
 *
 * If several runs wrote that file, this is the last one that began before
 * READER.  A run that began after READER is left out, unless their clocks
 * cannot be compared: they ran on different hosts, or one seems to have begun
 * in the future.  A run that read the same bytes itself is never a guess.
 */
enum maker_link maker_of(struct maker_index *m, const struct run *reader,
			 const char *path, const struct digest *d,
			 const char **id);

#endif
