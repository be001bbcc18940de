/*
 * script.h - writes run.sh, the script of an archive that runs its runs again,
 * and quotes words for a shell.
 */
#ifndef ARCHIVE_SCRIPT_H
#define ARCHIVE_SCRIPT_H

#include "archive/provenance.h"

/* Appends the text of run.sh to TO. */
void script_run(const struct provenance *c, struct buf *to);

/* Adds the command that runs the step again to ARGV.  It is the recorded
 * command, except that a run named by @N or by a tag is named by its id. */
void script_argv(const struct step *st, struct strs *argv);

/* Appends the command that runs the step again to TO, as a line of sh. */
void script_command(const struct step *st, struct buf *to);

/* Returns the place (member_path.h) of the file that the step's stdout went to,
 * or NULL if stdout was not a file.  The caller frees it. */
char *script_stdout(const struct step *st);

/* Returns 1 when D is the digest of the run's id as a tool prints it.  A step
 * that is run again prints another id. */
int script_is_id(const struct step *st, const struct digest *d);

/* Appends TEXT to TO, quoted as one word of sh. */
void script_quote(struct buf *to, const char *text);

#endif
