/*
 * script.h - the texts of an archive: how to run it again, what it is.
 * Inside lib/archive only.
 */
#ifndef ARCHIVE_SCRIPT_H
#define ARCHIVE_SCRIPT_H

#include "archive/provenance.h"

/* run.sh */
void script_run(const struct provenance *c, struct buf *to);
/* The command of a step as it is run again: runs that were named by
 * their age or a tag are named by their ids. */
void script_argv(const struct step *st, struct strs *argv);
/* The same as a line of sh. */
void script_command(const struct step *st, struct buf *to);
/* Where the step's stdout went by name, or NULL; the caller frees it. */
char *script_stdout(const struct step *st);
/* 1 when D are the bytes of the run's own id, which no other run of the
 * same can print. */
int script_is_id(const struct step *st, const struct digest *d);
/* Add TEXT as one word of sh. */
void script_quote(struct buf *to, const char *text);

#endif
