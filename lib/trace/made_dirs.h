/*
 * made_dirs.h - finds the directories that a program made for its outputs.
 *
 * These directories must be absent when the program is repeated elsewhere:
 * `mkdir out` fails if there is an "out".
 */
#ifndef TRACE_MADE_DIRS_H
#define TRACE_MADE_DIRS_H

#include <time.h>

#include "file/json.h"
#include "store/file_list.h"

/* Sets SINCE to the time by which the kernel dates new files now. */
void made_dirs_look(struct timespec *since);

/* Waits, at most one tick of the kernel's clock, until new files get a later
 * date than SINCE. */
void made_dirs_wait(const struct timespec *since);

/* Returns a list of the directories that hold OUTPUTS and were made after
 * SINCE, named as in OUTPUTS, or NULL if there are none.  Omits directories
 * whose file system does not tell when they were made.  The caller frees the
 * list. */
struct json *made_dirs_find(const struct file_list *outputs,
			    const struct timespec *since);

#endif
