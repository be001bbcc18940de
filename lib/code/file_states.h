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

/* Sets TO[i] to what lstat tells of the file PATHS[i] below TOP; its mode is 0
 * if there is no such file.  Fast if PATHS are sorted. */
void file_states(struct stat *to, const char *top, const char *const *paths,
		 size_t n);

#endif
