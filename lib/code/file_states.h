/*
 * file_states.h - the states of many files below one directory, found by
 * several threads.
 *
 * Inside lib/code only.
 */
#ifndef CODE_FILE_STATES_H
#define CODE_FILE_STATES_H

#include <stddef.h>
#include <sys/stat.h>

/* Sets TO[i] to what lstat tells of the file PATHS[i] below TOP.  Its mode is 0
 * if there is no such file.  It is fast for paths in their order, by which
 * files of one directory follow each other. */
void file_states(struct stat *to, const char *top, const char *const *paths,
		 size_t n);

#endif
