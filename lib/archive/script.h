/*
 * script.h - writes run.sh, the script of an archive that runs its runs again.
 */
#ifndef ARCHIVE_SCRIPT_H
#define ARCHIVE_SCRIPT_H

#include "archive/provenance.h"

/* Appends the text of run.sh. */
void script_run(const struct provenance *c, struct buf *to);

/* Adds to ARGV the command that runs the step again.  It is the recorded
 * command, but names runs by their ids, not by @N or a tag. */
void script_argv(const struct step *st, struct strs *argv);

/* Appends to TO the same command as a line of sh. */
void script_command(const struct step *st, struct buf *to);

/* Returns the place (member_path.h) of the file that the step's stdout went to,
 * or NULL if stdout was no file.  The caller frees it. */
char *script_stdout(const struct step *st);

/* Returns the place of the directory that must be there before the step runs,
 * so that it can write its output PATH, or NULL if this is the top or is in the
 * store.  A directory that the program made by itself is not made for it; if
 * MADE is not NULL, the places of those are added to it, the innermost first.
 * The caller frees the place. */
char *script_output_dir(const struct step *st, const char *path,
			struct strs *made);

/* Returns 1 if D is the digest of the run's id, as a tool prints it.  When the
 * step is run again, it prints another id. */
int script_is_id(const struct step *st, const struct digest *d);

#endif
