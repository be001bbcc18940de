/*
 * ome_files.h - finds the files of a set of OME-TIFFs by their UUIDs, whatever
 * their names are now.
 *
 * The description of a set calls its files as they were called when they were
 * written, and gives the UUID of each.  A file gives its own UUID, too, so a
 * file that is not there by its name may be there by another one.  The UUIDs of
 * the files in a directory are read when the first file is missing, once in a
 * process.  Planes are never read from a file that is found so: its name is for
 * messages.
 *
 * Inside lib/image only.
 */
#ifndef IMAGE_OME_FILES_H
#define IMAGE_OME_FILES_H

#include "image/axes.h"

/* Returns 1 if a file called NAME is in the directory of PATH. */
int ome_files_is_beside(const char *path, const char *name);

/* Returns the name that the file of R has now, in the directory of PATH, or
 * NULL if it is not there.  RENAMED: 1 if PATH is a file of that set and has
 * another name than its description gives it, so that no name in it can be
 * trusted.  The name is valid as long as R. */
const char *ome_files_name(const char *path, const struct axes_run *r,
			   int renamed);

/* Returns the number of files in the directory of PATH that have UUID.  More
 * than one: all but one are copies, or a program gives all its files one
 * UUID. */
size_t ome_files_with(const char *path, const char *uuid);

/* Returns the number of files in the directory of PATH whose UUID a file before
 * them, by name, has.  If there are any, sets *COPY and *FIRST to the names of
 * the first of them and of that other file. */
size_t ome_files_copies(const char *path, const char **copy,
			const char **first);

#endif
