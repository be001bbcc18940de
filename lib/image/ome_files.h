/*
 * ome_files.h - finds the files of a set of OME-TIFFs by their UUIDs, whatever
 * their names are now.
 *
 * Inside lib/image only.
 *
 * The description of a set gives the UUID and the old name of each file; each
 * file gives its own UUID, too.  When a UUID is first looked for, the UUIDs of
 * all files in the directory are read, once in a process.  Files found so are
 * only named in messages, and no plane is read from them.
 */
#ifndef IMAGE_OME_FILES_H
#define IMAGE_OME_FILES_H

#include "image/axes.h"

/* Returns 1 if a file called NAME is in the directory of PATH. */
int ome_files_is_beside(const char *path, const char *name);

/* Returns the name that the file of R has now, in the directory of PATH, or
 * NULL if it is not there: a file with the UUID of R or, failing that, one with
 * the name in R.  The name comes first if RENAMED is 0.  RENAMED is 1 if PATH
 * itself was renamed since its description was written.  The name is valid as
 * long as R. */
const char *ome_files_name(const char *path, const struct axes_run *r,
			   int renamed);

/* Returns the number of files in the directory of PATH that have UUID.  If more
 * than one has, all but one are copies, or a program gives all its files one
 * UUID. */
size_t ome_files_with(const char *path, const char *uuid);

/* Returns the number of files in the directory of PATH that have the UUID of a
 * file before them, by name.  If there are any, sets *COPY to the name of the
 * first of them, and *FIRST to the first file with its UUID. */
size_t ome_files_copies(const char *path, const char **copy,
			const char **first);

#endif
