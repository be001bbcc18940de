/*
 * script.h - writes run.sh, the script of an archive that runs its runs again.
 */
#ifndef ARCHIVE_SCRIPT_H
#define ARCHIVE_SCRIPT_H

#include "archive/provenance.h"

/* Appends the text of run.sh. */
void script_run(const struct provenance *c, struct buf *to);

/* Adds to ARGV the step's recorded command, with the id of a run in place of @N
 * or a tag. */
void script_argv(const struct step *st, struct strs *argv);

/* Appends to TO the same command as a line of sh. */
void script_command(const struct step *st, struct buf *to);

/* Returns the place (member_path.h) of the file that the step's stdout went to,
 * or NULL if stdout was not a file.  The caller frees it. */
char *script_stdout(const struct step *st);

/* Returns the place of the directory that must exist before the step runs, so
 * that the step can write its output PATH; NULL if that is the top or in the
 * store.  The caller frees it.  Directories that the program made itself need
 * not exist; their places are added to MADE (or NULL), the innermost first. */
char *script_output_dir(const struct step *st, const char *path,
			struct strs *made);

/* Returns 1 if D is the digest of the run's id, as a tool prints it. */
int script_is_id(const struct step *st, const struct digest *d);

#endif
