/*
 * near_git.h - whether a directory may be in a git repository.
 *
 * Inside lib/code only.
 */
#ifndef CODE_NEAR_GIT_H
#define CODE_NEAR_GIT_H

/* Returns 1 if DIR may be in a repository.  Starting libgit2 takes longer than
 * many a command, since it reads all certificates of the system, so it is not
 * started in vain. */
int near_git(const char *dir);

#endif
