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

#include "base/buf.h"
#include "image/axes.h"

/* Descriptions.  Each file of a set describes the whole set, in the same words
 * but for its own UUID: N files name N^2 files.  So what was parsed of the last
 * few long descriptions is kept. */
struct ome_text;

/* Returns what was kept of a TEXT that differs at most in the UUID, or NULL.
 * The caller lets go of the result. */
struct ome_text *ome_files_recall(const char *text);

/* Keeps PARSED, what TEXT says, which nobody changes any more, until it is
 * dropped by RELEASE.  The caller lets go of the result. */
struct ome_text *ome_files_keep(const char *text, void *parsed,
				void (*release)(void *parsed));
const void *ome_files_parsed(const struct ome_text *t);
void ome_files_let_go(void *text); /* NULL: does nothing */

/* Returns the UUID that TEXT gives its file or, if it cannot be found without
 * parsing, a copy of PARSED.  The caller frees it; NULL: none. */
char *ome_files_uuid(const char *text, const char *parsed);

/* Fills TEXT with the file NAME in the directory of PATH.  Returns 0 if NAME is
 * NULL or that file cannot be read. */
int ome_files_companion(struct buf *text, const char *path, const char *name);

/* Lists the directory of PATH again if it has changed.  The caller does so
 * for each file, before it asks. */
void ome_files_look_again(const char *path);

/* Returns 1 if a file called NAME is in the directory of PATH, or was when it
 * was last listed. */
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
