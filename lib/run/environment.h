/*
 * environment.h - what a result may owe to the machine it was made on.
 *
 * Inside lib/run only.
 */
#ifndef RUN_ENVIRONMENT_H
#define RUN_ENVIRONMENT_H

#include "base/buf.h"
#include "file/json.h"

/*
 * Host, system, CPU model and flags, processors, memory, the program and
 * its shared libraries with versions and ELF build ids, environment
 * variables.  Of these only such as are known to matter (LANG, LC_*, TZ,
 * OMP_*, OPENBLAS_*, SLURM_*, XP_*, ...), never one whose name speaks of a
 * secret.  Nothing in it changes from one run to the next on
 * one machine, so many runs share the object.
 */
struct json *environment_json(void);

/* "name version architecture" of each installed Debian package, sorted;
 * nothing where there is no dpkg. */
void environment_packages(struct buf *to);

/* 1 when a variable of that name is recorded. */
int environment_allows(const char *name, size_t n);

#endif
