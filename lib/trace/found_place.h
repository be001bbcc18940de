/*
 * found_place.h - which part of the file system a file belongs to, by its path.
 * The rules are in found_files.h.
 *
 * Inside lib/trace only.
 */
#ifndef TRACE_FOUND_PLACE_H
#define TRACE_FOUND_PLACE_H

enum found_place { FOUND_PROJECT, FOUND_MODULE, FOUND_LEFT_OUT };

/* Paths without links. */
struct found_home {
	char *project, *cwd, *store;
};

enum found_place found_place_of(const struct found_home *f, const char *path);

/* Returns 1 if PATH is in the project or in the working directory. */
int found_place_is_ours(const struct found_home *f, const char *path);

/* Returns the name of PATH in the record, which the caller frees: relative in
 * the project, and outside of it if RELATIVE is 1. */
char *found_place_name(const struct found_home *f, const char *path,
		       int relative);

/* Returns PATH with links followed in its directory, which need not exist yet.
 * Two names of one file that differ by such links have the same result.  The
 * caller frees it. */
char *found_place_real(const char *path);

/* Returns the directory that holds PATH, or NULL if PATH is NULL or has no '/';
 * the caller frees it. */
char *found_place_parent(const char *path);

/* Returns what follows DIR/ in PATH, or NULL. */
const char *found_place_below(const char *path, const char *dir);

/* Returns 1 if PATH has the component NAME before its last one. */
int found_place_is_in(const char *path, const char *name);
int found_place_ends_with(const char *text, const char *end);

#endif
