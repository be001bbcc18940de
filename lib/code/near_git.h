/*
 * near_git.h - tells whether a directory may be in a git repository.
 *
 * Inside lib/code only.
 */
#ifndef CODE_NEAR_GIT_H
#define CODE_NEAR_GIT_H

/* Returns 1 if DIR may be in a repository, without the time that libgit2 takes
 * to start. */
int near_git(const char *dir);

#endif
