/*
 * made_dirs.h - which directories of its outputs a program made by itself.
 *
 * When the program is repeated elsewhere, these must not be there before it
 * runs: `mkdir out` fails if there is an "out".
 */
#ifndef TRACE_MADE_DIRS_H
#define TRACE_MADE_DIRS_H

#include <time.h>

#include "file/json.h"
#include "store/file_list.h"

/* Sets SINCE to the time by which the kernel dates new files now. */
void made_dirs_look(struct timespec *since);

/* Waits until new files get a later date than SINCE: for one tick of the
 * kernel's clock at most. */
void made_dirs_wait(const struct timespec *since);

/* Returns a list of the directories that hold OUTPUTS and were made after
 * SINCE, each as it is named in OUTPUTS, or NULL if there are none.  The file
 * system may not tell when a directory was made; then it is not listed.  The
 * caller frees the list. */
struct json *made_dirs_find(const struct file_list *outputs,
			    const struct timespec *since);

#endif
