/*
 * script.h - run.sh, the script of an archive that runs everything again; words
 * of a shell.
 */
#ifndef ARCHIVE_SCRIPT_H
#define ARCHIVE_SCRIPT_H

#include "archive/provenance.h"

/* Append the text of run.sh to TO. */
void script_run(const struct provenance *c, struct buf *to);
/* Add to ARGV the command that runs the step again: as recorded, but a run that
 * was given as @N or by a tag is given by its id. */
void script_argv(const struct step *st, struct strs *argv);
/* Append the same to TO as a line of sh. */
void script_command(const struct step *st, struct buf *to);
/* Returns the place (member_path.h) of the file that the step's stdout went
 * to, or NULL if it was no file; the caller frees it. */
char *script_stdout(const struct step *st);
/* Returns 1 when D is the digest of the run's own id, as a tool prints it.
 * Running the step again prints another id. */
int script_is_id(const struct step *st, const struct digest *d);
/* Append TEXT to TO, quoted as one word of sh. */
void script_quote(struct buf *to, const char *text);

#endif
